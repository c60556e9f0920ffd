import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { BookingStatus } from '../protocol/booking.ts';
import { type BookableRoom, roomsById } from './facilities.ts';
import { heldWithin, occupy, queueUp, release, type Span } from './occupied.ts';
import { allBookings, type BookingRow, holdsSlot } from './rows.ts';
import { feeOf } from './rules.ts';
import { type SlotKey, slotBounds } from './slots.ts';
import type { BookingTables } from './tables.ts';

type Tables = Transaction<BookingTables>;

/** How long somebody from the waiting list has to say yes. */
export const offerMinutes = 120;

const minutesAfter = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000);
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/** What a wish becomes once nobody has to look at it any more, and until when it holds by itself. */
export function settled(
  { rules }: BookableRoom,
  fee: number,
  startsAt: Date,
  now: Date,
): { status: BookingStatus; expires_at: Date | null } {
  if (rules.payMinutes === null || fee === 0) return { status: 'booked', expires_at: null };
  return { status: 'unpaid', expires_at: earlier(minutesAfter(now, rules.payMinutes), startsAt) };
}

export interface NewBooking extends SlotKey {
  subject: string;
  requestId: string;
  status: BookingStatus;
  expires_at: Date | null;
  fee: number;
  origin?: 'person' | 'waiting-list' | 'lottery';
  bundle?: string;
  club?: string | undefined;
  equipment?: readonly string[];
  /** Units of equipment, held like rooms. */
  units?: readonly string[];
}

/** Writes a booking and holds what it needs. @throws SQLSTATE 23P01 when something of it is held already */
export async function insertBooking(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  booking: NewBooking,
  now: Date,
): Promise<string> {
  const id = randomUUID();
  const span = slotBounds(booking, room.hours);
  const { subject, requestId, period, status, expires_at, fee, club = null, bundle = null } = booking;
  await sql`
    insert into booking.booking
      (id, room, subject, request_id, period, during, status, expires_at, fee, origin, bundle, club, equipment, created_at)
    values (${id}, ${room.facility.id}, ${subject}, ${requestId}, ${period},
      tstzrange(${span.startsAt}::timestamptz, ${span.endsAt}::timestamptz, '[)'), ${status},
      ${expires_at}::timestamptz, ${fee}, ${booking.origin ?? 'person'}, ${bundle}, ${club}::uuid,
      ${JSON.stringify(booking.equipment ?? [])}::jsonb, ${now}::timestamptz)
  `.execute(tables);
  await occupy(tables, id, 'booking', [...room.resources, ...(booking.units ?? [])], span);
  return id;
}

/** Sets the state of a booking; a calendar hears of it. */
export async function setStatus(
  tables: Tables,
  id: string,
  status: BookingStatus,
  now: Date,
  members: { expires_at?: Date | null; reason?: string } = {},
): Promise<void> {
  await tables
    .updateTable('booking.booking')
    .set({
      status,
      changed_at: now,
      ...(status === 'cancelled' ? { cancelled_at: now } : {}),
      ...(holdsSlot(status) ? { expires_at: null } : {}),
      ...members,
      sequence: sql`sequence + 1`,
    })
    .where('id', '=', id)
    .execute();
}

/** Ends a booking, gives its slot back and offers it to whoever waits for it. The caller has queued up for the room. */
export async function endBooking(
  tables: Tables,
  row: BookingRow,
  status: 'cancelled' | 'expired' | 'refused',
  now: Date,
  reason?: string,
): Promise<void> {
  await setStatus(tables, row.id, status, now, reason === undefined ? {} : { reason });
  await release(tables, row.id);
  await tables
    .updateTable('booking.waiting')
    .set({ status: 'over' })
    .where('booking', '=', row.id)
    .where('status', '=', 'offered')
    .execute();
  await offerNext(tables, row.municipality, { startsAt: row.starts_at, endsAt: row.ends_at }, now);
}

/**
 * Offers what has become free within the span to those who wait, the longest-waiting first, each of whom has
 * `offerMinutes`. An offer holds the slot like a booking, so it can be made to one at a time only.
 */
export async function offerNext(tables: Tables, municipality: string, span: Span, now: Date): Promise<void> {
  if (span.startsAt <= now) return;
  const waiting = await tables
    .selectFrom('booking.waiting as waiting')
    .innerJoin('booking.room as room', 'room.id', 'waiting.room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .where('building.municipality', '=', municipality)
    .where('waiting.status', '=', 'waiting')
    .where(
      'waiting.day',
      '=',
      sql<string>`to_char(${span.startsAt}::timestamptz at time zone 'Asia/Tokyo', 'YYYY-MM-DD')`,
    )
    .select(['waiting.id', 'waiting.room', 'waiting.day', 'waiting.period', 'waiting.subject'])
    .orderBy('waiting.place')
    .execute();
  const rooms = await roomsById(
    tables,
    waiting.map(({ room }) => room),
  );
  for (const entry of waiting) {
    const room = rooms.get(entry.room);
    if (room === undefined) continue;
    const wanted = slotBounds(entry, room.hours);
    const held = await heldWithin(tables, room.resources, wanted).executeTakeFirst();
    if (held !== undefined || wanted.startsAt <= now) continue;
    const booking = await insertBooking(
      tables,
      room,
      {
        ...entry,
        requestId: randomUUID(),
        status: 'offered',
        expires_at: earlier(minutesAfter(now, offerMinutes), wanted.startsAt),
        fee: feeOf(room.facility.fee, [], 0),
        origin: 'waiting-list',
      },
      now,
    );
    await tables
      .updateTable('booking.waiting')
      .set({ status: 'offered', booking })
      .where('id', '=', entry.id)
      .execute();
  }
}

/** Queues up for the booking's room and reads it anew; undefined when it is not there. */
export async function lockedBooking(tables: Tables, id: string): Promise<BookingRow | undefined> {
  const find = () => allBookings(tables).where('booking.id', '=', id).executeTakeFirst();
  const found = await find();
  if (found === undefined) return undefined;
  const room = (await roomsById(tables, [found.room_id])).get(found.room_id) as BookableRoom;
  await queueUp(tables, [room.queue]);
  return find();
}

/** Ends one hold whose time has run out; nothing if it has been settled meanwhile. */
export function expire(tables: Kysely<BookingTables>, id: string, now: Date): Promise<boolean> {
  return tables.transaction().execute(async (transaction) => {
    const row = await lockedBooking(transaction, id);
    if (row === undefined || !isOver(row, now)) return false;
    await endBooking(transaction, row, 'expired', now);
    return true;
  });
}

const isOver = ({ status, expires_at }: BookingRow, now: Date): boolean =>
  (status === 'offered' || status === 'unpaid') && expires_at !== null && expires_at <= now;

/** Holds whose time has run out, those of a lottery left out. */
export async function overdue(
  tables: Kysely<BookingTables>,
  now: Date,
  room?: string,
): Promise<BookingRow[]> {
  return allBookings(tables)
    .where('booking.status', 'in', ['offered', 'unpaid'])
    .where('booking.expires_at', '<=', now)
    .where('booking.bundle', 'is', null)
    .$if(room !== undefined, (query) => query.where('booking.room', '=', room as string))
    .orderBy('booking.expires_at')
    .limit(200)
    .execute();
}
