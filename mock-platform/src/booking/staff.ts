import { type Kysely, sql } from 'kysely';
import type { BookingStatus } from '../protocol/booking.ts';
import { csvLine } from '../server/csv.ts';
import { addDays, dayOf, instantAt } from './calendar.ts';
import { type BookableRoom, bookableRooms, roomsById } from './facilities.ts';
import { endBooking, lockedBooking, setStatus, settled } from './holds.ts';
import { heldWithin } from './occupied.ts';
import { permitNumber, spanInJapanese } from './permit.ts';
import { BookingRefused } from './refused.ts';
import { allBookings, type BookingRow } from './rows.ts';
import { isClosed, periods, type SlotKey, slotBounds } from './slots.ts';
import type { BookingTables } from './tables.ts';

type Tables = Kysely<BookingTables>;

export type CellState = 'free' | 'closed' | 'closure' | 'lottery' | 'held' | BookingStatus;

export interface CalendarRow {
  room: BookableRoom;
  /** Day by day, each with its periods in their order. */
  days: { day: string; cells: { period: SlotKey['period']; state: CellState }[] }[];
}

/** Who holds what in the town's rooms, for some days from the first. */
export async function staffCalendar(
  tables: Tables,
  municipality: string,
  first: string,
  count: number,
): Promise<CalendarRow[]> {
  const rooms = await bookableRooms(tables, municipality);
  if (rooms.length === 0) return [];
  const span = { startsAt: instantAt(first, 0), endsAt: instantAt(addDays(first, count), 0) };
  const held = await heldWithin(
    tables,
    [...new Set(rooms.flatMap(({ resources }) => resources))],
    span,
  ).execute();
  const states = new Map(
    (
      await tables
        .selectFrom('booking.booking')
        .where('id', 'in', [
          ...new Set(['00000000-0000-0000-0000-000000000000', ...held.map(({ holder }) => holder)]),
        ])
        .select(['id', 'status'])
        .execute()
    ).map(({ id, status }) => [id, status]),
  );
  const stateOf = (room: BookableRoom, slot: SlotKey): CellState => {
    if (isClosed(slot.day, room.closing)) return 'closed';
    const { startsAt, endsAt } = slotBounds(slot, room.hours);
    const holder = held.find(
      (one) => room.resources.includes(one.resource) && one.starts_at < endsAt && startsAt < one.ends_at,
    );
    if (holder === undefined) return 'free';
    return holder.kind === 'booking' ? (states.get(holder.holder) ?? 'held') : holder.kind;
  };
  return rooms.map((room) => ({
    room,
    days: Array.from({ length: count }, (_, offset) => {
      const day = addDays(first, offset);
      const open = periods.filter((period) => room.hours[period] !== undefined);
      return { day, cells: open.map((period) => ({ period, state: stateOf(room, { day, period }) })) };
    }),
  }));
}

const ofTown = (tables: Tables, municipality: string) =>
  allBookings(tables).where('building.municipality', '=', municipality);

/** Wishes that wait for the house's staff, the oldest first. */
export const requests = (tables: Tables, municipality: string): Promise<BookingRow[]> =>
  ofTown(tables, municipality)
    .where('booking.status', '=', 'requested')
    .orderBy('booking.created_at')
    .limit(100)
    .execute();

/**
 * Says yes or no to a wish. Decided twice it stays as decided first.
 * @throws BookingRefused `booking.unknown`
 */
export function decide(
  tables: Tables,
  municipality: string,
  id: string,
  decision: { approve: true } | { approve: false; reason: string },
  now: Date,
): Promise<void> {
  return tables.transaction().execute(async (transaction) => {
    const row = await lockedBooking(transaction, id);
    if (row?.municipality !== municipality) throw new BookingRefused('booking.unknown');
    if (row.status !== 'requested') return;
    if (!decision.approve) {
      await endBooking(transaction, row, 'refused', now, decision.reason);
      return;
    }
    const room = (await roomsById(transaction, [row.room_id])).get(row.room_id) as BookableRoom;
    const { status, expires_at } = settled(room, row.paid_fee, row.starts_at, now);
    await setStatus(transaction, id, status, now, { expires_at });
  });
}

export interface RoomFigures {
  room: string;
  booked: number;
  cancelled: number;
  displaced: number;
  /** Yen of what stands. */
  fees: number;
}

/** Figures of the last 30 days and the coming 60, room by room. */
export async function statistics(tables: Tables, municipality: string, now: Date): Promise<RoomFigures[]> {
  const day = dayOf(now);
  const count = (status: BookingStatus) =>
    sql<number>`count(*) filter (where booking.status = ${sql.lit(status)})`;
  return tables
    .selectFrom('booking.room as room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .leftJoin('booking.booking as booking', (join) =>
      join
        .onRef('booking.room', '=', 'room.id')
        .on(
          sql<boolean>`booking.during && tstzrange(${instantAt(addDays(day, -30), 0)}::timestamptz, ${instantAt(addDays(day, 61), 0)}::timestamptz)`,
        ),
    )
    .where('building.municipality', '=', municipality)
    .groupBy(['room.id', 'room.name', 'building.name', 'building.position', 'room.position'])
    .orderBy('building.position')
    .orderBy('room.position')
    .select([
      sql<string>`building.name || ' ' || room.name`.as('room'),
      count('booked').as('booked'),
      count('cancelled').as('cancelled'),
      count('displaced').as('displaced'),
      sql<number>`coalesce(sum(booking.fee) filter (where booking.status = 'booked'), 0)`.as('fees'),
    ])
    .execute();
}

/** Bookings from today on as CSV; nobody's name is in it, because booking knows none. */
export async function bookingsCsv(tables: Tables, municipality: string, now: Date): Promise<string> {
  const rows = await ofTown(tables, municipality)
    .where(sql<Date>`lower(booking.during)`, '>=', instantAt(dayOf(now), 0))
    .orderBy(sql`lower(booking.during)`)
    .execute();
  const lines = rows.map((row) =>
    csvLine([
      permitNumber(row.id),
      row.building_name,
      row.room_name,
      spanInJapanese(row),
      row.status,
      String(row.paid_fee),
    ]),
  );
  return csvLine(['許可番号', '施設', '部屋', '日時', '状態', '使用料']) + lines.join('');
}

/** The town's lotteries with what staff need to run them. */
export async function staffLotteries(tables: Tables, municipality: string) {
  return tables
    .selectFrom('booking.lottery as lottery')
    .where('municipality', '=', municipality)
    .select(['id', 'name', 'closes_at', 'status', 'seed_commitment'])
    .select(({ selectFrom }) =>
      selectFrom('booking.lottery_entry as entry')
        .whereRef('entry.lottery', '=', 'lottery.id')
        .select(({ fn }) => fn.countAll<number>().as('entries'))
        .as('entries'),
    )
    .orderBy('closes_at', 'desc')
    .limit(20)
    .execute();
}

/** Closures that are still ahead, so that they can be ended. */
export async function openClosures(tables: Tables, municipality: string, now: Date) {
  const rooms = await bookableRooms(tables, municipality);
  const names = new Map(rooms.map(({ facility }) => [facility.id, `${facility.name} ${facility.room}`]));
  const rows = await tables
    .selectFrom('booking.occupied')
    .where('kind', '=', 'closure')
    .where('released', '=', false)
    .where(sql<Date>`upper(during)`, '>', now)
    .where('resource', 'in', ['', ...names.keys()])
    .select([
      'holder',
      'resource',
      sql<Date>`lower(during)`.as('starts_at'),
      sql<Date>`upper(during)`.as('ends_at'),
    ])
    .execute();
  return rows.map(({ resource, ...row }) => ({ ...row, room: names.get(resource) ?? resource }));
}
