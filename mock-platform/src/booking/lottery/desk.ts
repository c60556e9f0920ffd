import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { LotteryEntryRequest, LotterySummary } from '../../protocol/booking.ts';
import type { Booker } from '../bookings.ts';
import { type BookableRoom, roomsById } from '../facilities.ts';
import { clubOf } from '../groups.ts';
import { earlier, insertBooking } from '../holds.ts';
import { heldWithin, occupy, queueUp, release } from '../occupied.ts';
import { BookingRefused } from '../refused.ts';
import { feeOf } from '../rules.ts';
import { type SlotKey, slotBounds, toSlot } from '../slots.ts';
import type { BookingTables, LotterySlot } from '../tables.ts';
import { commitmentTo, drawLottery, faultOf, moveUp } from './draw.ts';
import { algorithm, type Draw, type LotteryRecord, type Win } from './record.ts';

type Tables = Kysely<BookingTables>;
type Row = Awaited<ReturnType<typeof requireLottery>>;

export interface LotteryDraft {
  name: string;
  slots: readonly (SlotKey & { room: string })[];
  winsPerGroup: number;
  /** Hours that a winner has to say yes. */
  confirmHours: number;
  closesAt: Date;
}

const hoursAfter = (instant: Date, hours: number): Date => new Date(instant.getTime() + hours * 3_600_000);

/** A lottery of the town. @throws BookingRefused `booking.lottery-unknown` */
export async function requireLottery(tables: Tables, id: string, municipality?: string) {
  const row = await tables
    .selectFrom('booking.lottery')
    .selectAll()
    .where('id', '=', id)
    .$if(municipality !== undefined, (query) => query.where('municipality', '=', municipality as string))
    .executeTakeFirst();
  if (row === undefined) throw new BookingRefused('booking.lottery-unknown');
  return row;
}

/**
 * Announces a lottery: its slots are held at once, the seed is made and its commitment public before the first entry.
 * @throws BookingRefused `booking.facility-unknown`
 * @throws SQLSTATE 23P01 when a slot is held already
 */
export async function announceLottery(
  tables: Tables,
  municipality: string,
  draft: LotteryDraft,
  now: Date,
): Promise<string> {
  const id = randomUUID();
  const seed = randomBytes(32).toString('hex');
  const rooms = await roomsById(
    tables,
    draft.slots.map(({ room }) => room),
  );
  const slots = draft.slots.map((slot) => ({ ...slot, id: `${slot.room}:${slot.day}:${slot.period}` }));
  await tables.transaction().execute(async (transaction) => {
    await queueUp(
      transaction,
      [...rooms.values()].map(({ queue }) => queue),
    );
    for (const slot of slots) {
      const room = rooms.get(slot.room);
      if (room === undefined) throw new BookingRefused('booking.facility-unknown');
      await occupy(transaction, id, 'lottery', room.resources, slotBounds(slot, room.hours));
    }
    await transaction
      .insertInto('booking.lottery')
      .values({
        id,
        municipality,
        name: draft.name,
        slots: JSON.stringify(slots),
        wins_per_group: draft.winsPerGroup,
        confirm_hours: draft.confirmHours,
        closes_at: draft.closesAt,
        seed,
        seed_commitment: commitmentTo(seed),
        created_at: now,
      })
      .execute();
  });
  return id;
}

/** What the draw begins with: everything but the seed. */
export async function drawOf(tables: Tables, row: Row): Promise<Draw> {
  const entries = await tables
    .selectFrom('booking.lottery_entry')
    .select(['receipt as id', 'pseudonym as group', 'choices'])
    .where('lottery', '=', row.id)
    .orderBy('receipt')
    .execute();
  return {
    algorithm,
    lottery: row.id,
    seedCommitment: row.seed_commitment,
    slots: row.slots.map(({ id }) => id),
    winsPerGroup: row.wins_per_group,
    entries,
  };
}

/** Whose limit an entry counts against, under a name that means nothing outside this lottery. */
function pseudonymOf(row: Row, whose: string): string {
  return `g-${createHash('sha256').update(`${row.seed}\n${whose}`).digest('hex').slice(0, 20)}`;
}

/**
 * Hands in a person's entry, or changes it while the lottery is open: the receipt number stays.
 * @throws BookingRefused `booking.lottery-unknown`, `booking.lottery-closed`, `booking.lottery-entry`, `booking.group-unknown`
 */
export async function enterLottery(
  tables: Tables,
  booker: Booker,
  id: string,
  { choices, group }: LotteryEntryRequest,
  now: Date,
): Promise<LotterySummary> {
  await tables.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('booking.lottery')
      .selectAll()
      .where('id', '=', id)
      .where('municipality', '=', booker.municipality)
      .forShare()
      .executeTakeFirst();
    if (row === undefined) throw new BookingRefused('booking.lottery-unknown');
    if (row.status !== 'open' || row.closes_at <= now) throw new BookingRefused('booking.lottery-closed');
    const club = group === undefined ? undefined : await clubOf(transaction, booker, group);
    const receipt = String(randomInt(10 ** 12))
      .padStart(12, '0')
      .replace(/(\d{4})(?=\d)/g, '$1-');
    const pseudonym = pseudonymOf(row, club?.id ?? booker.subject);
    const draw = { slots: row.slots.map((slot) => slot.id) };
    if (faultOf(draw, { id: receipt, group: pseudonym, choices })) {
      throw new BookingRefused('booking.lottery-entry');
    }
    const values = { club: club?.id ?? null, pseudonym, choices: JSON.stringify(choices) };
    await transaction
      .insertInto('booking.lottery_entry')
      .values({ ...values, receipt, lottery: id, subject: booker.subject, created_at: now })
      .onConflict((conflict) => conflict.columns(['lottery', 'subject']).doUpdateSet(values))
      .execute();
  });
  const own = (await lotteriesOf(tables, booker, now)).find((lottery) => lottery.id === id);
  if (own === undefined) throw new BookingRefused('booking.lottery-unknown');
  return own;
}

/** Rooms of the slots, and what a winner of them gets. */
async function grant(
  transaction: Transaction<BookingTables>,
  row: Row,
  win: Win,
  rooms: ReadonlyMap<string, BookableRoom>,
  now: Date,
): Promise<void> {
  const entry = await transaction
    .selectFrom('booking.lottery_entry as entry')
    .leftJoin('booking.club as club', 'club.id', 'entry.club')
    .select(['entry.subject', 'entry.club', 'club.reduction_percent'])
    .where('receipt', '=', win.entry)
    .executeTakeFirstOrThrow();
  for (const slot of slotsOf(row, win.slots)) {
    const room = rooms.get(slot.room) as BookableRoom;
    const { startsAt } = slotBounds(slot, room.hours);
    const until = hoursAfter(now, row.confirm_hours);
    await insertBooking(
      transaction,
      room,
      {
        ...slot,
        subject: entry.subject,
        requestId: randomUUID(),
        status: 'offered',
        expires_at: earlier(until, startsAt),
        fee: feeOf(room.facility.fee, [], entry.reduction_percent ?? 0),
        origin: 'lottery',
        bundle: win.entry,
        club: entry.club ?? undefined,
      },
      now,
    );
  }
  await transaction
    .updateTable('booking.lottery_entry')
    .set({ outcome: 'won', win: JSON.stringify(win) })
    .where('receipt', '=', win.entry)
    .execute();
}

const slotsOf = (row: Row, ids: readonly string[]): LotterySlot[] =>
  row.slots.filter(({ id }) => ids.includes(id));

const roomsOf = (tables: Tables, row: Row) =>
  roomsById(
    tables,
    row.slots.map(({ room }) => room),
  );

/**
 * Draws a lottery whose entries are closed: publishes the record, gives every winner an offer, and lets the slots go that
 * nobody won. All of it or nothing; drawn twice it answers the same record.
 * @param told of the percent that is done
 * @throws BookingRefused `booking.lottery-unknown`, `booking.lottery-closed` while entries are still taken
 */
export async function runDraw(
  tables: Tables,
  municipality: string,
  id: string,
  now: Date,
  told: (percent: number) => void = () => undefined,
): Promise<LotteryRecord> {
  return tables.transaction().execute(async (transaction) => {
    await requireLottery(transaction, id, municipality);
    const row = await transaction
      .selectFrom('booking.lottery')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.record !== null) return row.record;
    if (row.closes_at > now) throw new BookingRefused('booking.lottery-closed');
    const record = drawLottery(await drawOf(transaction, row), row.seed);
    told(20);
    const rooms = await roomsOf(transaction, row);
    await queueUp(
      transaction,
      [...rooms.values()].map(({ queue }) => queue),
    );
    await release(transaction, id);
    for (const [index, win] of record.winners.entries()) {
      await grant(transaction, row, win, rooms, now);
      told(20 + Math.floor((75 * (index + 1)) / record.winners.length));
    }
    if (record.alternates.length > 0) {
      await transaction
        .updateTable('booking.lottery_entry')
        .set({ outcome: 'alternate' })
        .where('receipt', 'in', record.alternates)
        .execute();
    }
    await transaction
      .updateTable('booking.lottery')
      .set({ status: 'drawn', progress: 100, record: JSON.stringify(record), drawn_at: now })
      .where('id', '=', id)
      .execute();
    return record;
  });
}

/** Entries by what became of them, for moving up. */
async function standing(tables: Tables, lottery: string) {
  const entries = await tables
    .selectFrom('booking.lottery_entry')
    .select(['receipt', 'outcome', 'win'])
    .where('lottery', '=', lottery)
    .execute();
  const accepted = entries.flatMap(({ outcome, win }) =>
    win !== null && (outcome === 'won' || outcome === 'confirmed') ? [win] : [],
  );
  const given = new Set(
    entries.filter(({ outcome }) => outcome === 'given-back').map(({ receipt }) => receipt),
  );
  return { accepted, given };
}

/**
 * An entry has given its slots back, or its time ran out: marks it and lets alternates move up (繰上げ). A slot that somebody
 * holds meanwhile is passed over. The caller has queued up for the lottery's rooms and released the slots.
 */
export async function giveBackWin(
  transaction: Transaction<BookingTables>,
  receipt: string,
  now: Date,
): Promise<void> {
  const { lottery } = await transaction
    .updateTable('booking.lottery_entry')
    .set({ outcome: 'given-back' })
    .where('receipt', '=', receipt)
    .returning('lottery')
    .executeTakeFirstOrThrow();
  const row = await requireLottery(transaction, lottery);
  if (row.record === null) return;
  const rooms = await roomsOf(transaction, row);
  const { accepted, given } = await standing(transaction, lottery);
  for (;;) {
    const [next] = moveUp(row.record, accepted, given);
    if (next === undefined) return;
    if (await areFree(transaction, slotsOf(row, next.slots), rooms, now)) {
      await grant(transaction, row, next, rooms, now);
      accepted.push(next);
    } else given.add(next.entry);
  }
}

async function areFree(
  tables: Tables,
  slots: readonly LotterySlot[],
  rooms: ReadonlyMap<string, BookableRoom>,
  now: Date,
): Promise<boolean> {
  for (const slot of slots) {
    const room = rooms.get(slot.room) as BookableRoom;
    const span = slotBounds(slot, room.hours);
    if (span.startsAt <= now) return false;
    if (await heldWithin(tables, room.resources, span).executeTakeFirst()) return false;
  }
  return true;
}

/** Lotteries of the town that are open, or drawn within the last month, with the person's own entry. */
export async function lotteriesOf(
  tables: Tables,
  { subject, municipality }: Booker,
  now: Date,
): Promise<LotterySummary[]> {
  const rows = await tables
    .selectFrom('booking.lottery as lottery')
    .leftJoin('booking.lottery_entry as entry', (join) =>
      join.onRef('entry.lottery', '=', 'lottery.id').on('entry.subject', '=', subject),
    )
    .selectAll('lottery')
    .select(['entry.receipt', 'entry.choices', 'entry.outcome'])
    .select(({ selectFrom }) =>
      selectFrom('booking.lottery_entry as other')
        .whereRef('other.lottery', '=', 'lottery.id')
        .select(({ fn }) => fn.countAll<number>().as('entries'))
        .as('entries'),
    )
    .where('municipality', '=', municipality)
    .where('closes_at', '>', hoursAfter(now, -31 * 24))
    .orderBy('closes_at')
    .execute();
  const rooms = await roomsById(
    tables,
    rows.flatMap(({ slots }) => slots.map(({ room }) => room)),
  );
  return rows.map((row) => {
    const { id, name, receipt, choices, outcome, record } = row;
    const place =
      receipt === null || outcome !== 'alternate' ? -1 : (record?.alternates.indexOf(receipt) ?? -1);
    return {
      id,
      name,
      closesAt: row.closes_at.toISOString(),
      status: row.status === 'drawn' ? 'drawn' : row.closes_at <= now ? 'closed' : 'open',
      slots: row.slots.flatMap((slot) => {
        const room = rooms.get(slot.room);
        return room ? [{ id: slot.id, facility: room.facility, slot: toSlot(slot, false, room.hours) }] : [];
      }),
      winsPerGroup: row.wins_per_group,
      entries: Number(row.entries ?? 0),
      seedCommitment: row.seed_commitment,
      ...(receipt === null || choices === null || outcome === null
        ? {}
        : { own: { receipt, choices, outcome, ...(place < 0 ? {} : { place: place + 1 }) } }),
    };
  });
}
