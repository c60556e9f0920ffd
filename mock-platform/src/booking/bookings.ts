import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Booking, BookingRequest } from '../protocol/booking.ts';
import { malformed } from '../server/platform-error.ts';
import { alternativesTo, requireOpenDay, requireRoom } from './availability.ts';
import { dayOf, instantAt } from './calendar.ts';
import type { BookableRoom } from './facilities.ts';
import { BookingRefused } from './refused.ts';
import { cancelUntil, hasBegun, openBookingLimit, type SlotKey, slotBounds, toSlot } from './slots.ts';
import type { BookingTables } from './tables.ts';

/** Who books: a person as booking knows them, at a box of a town. */
export interface Booker {
  subject: string;
  municipality: string;
}

/** SQLSTATE of a violated exclusion constraint: the range overlaps another booking's. */
const exclusionViolation = '23P01';

const isTaken = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === exclusionViolation;

interface BookingRow {
  id: string;
  status: 'booked' | 'cancelled';
  period: SlotKey['period'];
  starts_at: Date;
  room_id: string;
  building_name: string;
  room_name: string;
  note: string;
  capacity: number;
  fee: number;
  picture: Booking['facility']['picture'];
}

function bookingsOf(tables: Kysely<BookingTables>, subject: string) {
  return tables
    .selectFrom('booking.booking as booking')
    .innerJoin('booking.room as room', 'room.id', 'booking.room')
    .innerJoin('booking.building as building', 'building.id', 'room.building')
    .where('booking.subject', '=', subject)
    .select([
      'booking.id',
      'booking.status',
      'booking.period',
      sql<Date>`lower(booking.during)`.as('starts_at'),
      'room.id as room_id',
      'building.name as building_name',
      'room.name as room_name',
      'room.note',
      'room.capacity',
      'room.fee',
      'room.picture',
    ]);
}

function toBooking(row: BookingRow): Booking {
  const day = dayOf(row.starts_at);
  const { id, status, note, capacity, fee, picture } = row;
  return {
    id,
    facility: { id: row.room_id, name: row.building_name, room: row.room_name, note, capacity, fee, picture },
    // An active booking occupies its slot; a cancelled one has given it back.
    slot: toSlot({ day, period: row.period }, status === 'cancelled'),
    status,
    cancelUntil: cancelUntil(day).toISOString(),
  };
}

async function earlierAnswer(
  transaction: Transaction<BookingTables>,
  booker: Booker,
  request: BookingRequest,
): Promise<Booking | undefined> {
  const row = await bookingsOf(transaction, booker.subject)
    .where('booking.request_id', '=', request.requestId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const booking = toBooking(row);
  const { facility, slot } = booking;
  if (facility.id !== request.facility || slot.day !== request.day || slot.period !== request.period) {
    throw malformed('/requestId', 'stands for another booking');
  }
  return booking;
}

async function requireRoomForOneMore(
  transaction: Transaction<BookingTables>,
  subject: string,
  now: Date,
): Promise<void> {
  const { open } = await transaction
    .selectFrom('booking.booking')
    .where('subject', '=', subject)
    .where('status', '=', 'booked')
    .where(sql<Date>`upper(during)`, '>', now)
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  if (open >= openBookingLimit) throw new BookingRefused('booking.limit');
}

async function insertBooking(
  transaction: Transaction<BookingTables>,
  booker: Booker,
  request: BookingRequest,
  now: Date,
): Promise<Booking> {
  // A person's requests come one after the other: repeated ones are recognised and the limit is exact.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`booking ${booker.subject}`}, 0))`.execute(
    transaction,
  );
  const earlier = await earlierAnswer(transaction, booker, request);
  if (earlier !== undefined) return earlier;
  const room = await requireRoom(transaction, booker.municipality, request.facility);
  requireOpenDay(room, request.day, now);
  if (hasBegun(request, now)) throw new BookingRefused('booking.outside-window');
  await requireRoomForOneMore(transaction, booker.subject, now);
  // Bookings of one room queue up here; without it two of them could wait for each other inside the constraint's check.
  await transaction
    .selectFrom('booking.room')
    .where('id', '=', request.facility)
    .select('id')
    .forNoKeyUpdate()
    .execute();
  const { startsAt, endsAt } = slotBounds(request);
  await sql`
    insert into booking.booking (id, room, subject, request_id, period, during, created_at)
    values (${randomUUID()}, ${request.facility}, ${booker.subject}, ${request.requestId}, ${request.period},
      tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz, '[)'), ${now}::timestamptz)
  `.execute(transaction);
  return toBooking(
    await bookingsOf(transaction, booker.subject)
      .where('booking.request_id', '=', request.requestId)
      .executeTakeFirstOrThrow(),
  );
}

/**
 * Books one slot of a room. The same request (by requestId) sent again answers the booking it made the first time.
 * @throws BookingRefused `booking.taken` with alternatives, `booking.facility-unknown`, `booking.day-closed`,
 * `booking.outside-window`, `booking.limit`
 * @throws PlatformError `request.malformed` when the person's requestId stands for another slot
 */
export async function book(
  tables: Kysely<BookingTables>,
  booker: Booker,
  request: BookingRequest,
  now: Date,
): Promise<Booking> {
  try {
    return await tables
      .transaction()
      .execute((transaction) => insertBooking(transaction, booker, request, now));
  } catch (error) {
    if (!isTaken(error)) throw error;
    const room: BookableRoom = await requireRoom(tables, booker.municipality, request.facility);
    throw new BookingRefused('booking.taken', await alternativesTo(tables, room, request, now));
  }
}

/** A person's bookings from today on, soonest first; cancelled ones are gone. */
export async function ownBookings(
  tables: Kysely<BookingTables>,
  subject: string,
  now: Date,
): Promise<Booking[]> {
  const rows = await bookingsOf(tables, subject)
    .where('booking.status', '=', 'booked')
    .where(sql<Date>`lower(booking.during)`, '>=', instantAt(dayOf(now), 0))
    .orderBy(sql`lower(booking.during)`)
    .orderBy('booking.id')
    .execute();
  return rows.map(toBooking);
}

/**
 * Gives a slot back. Cancelling twice answers the same.
 * @throws BookingRefused `booking.unknown` (also for another person's), `booking.too-late-to-cancel`
 */
export async function cancel(
  tables: Kysely<BookingTables>,
  subject: string,
  id: string,
  now: Date,
): Promise<Booking> {
  return tables.transaction().execute(async (transaction) => {
    const find = () => bookingsOf(transaction, subject).where('booking.id', '=', id).executeTakeFirst();
    const row = await find();
    if (row === undefined) throw new BookingRefused('booking.unknown');
    if (row.status === 'cancelled') return toBooking(row);
    if (now > cancelUntil(dayOf(row.starts_at))) throw new BookingRefused('booking.too-late-to-cancel');
    await transaction
      .updateTable('booking.booking')
      .set({ status: 'cancelled', cancelled_at: now })
      .where('id', '=', id)
      .where('status', '=', 'booked')
      .execute();
    return toBooking({ ...row, status: 'cancelled' });
  });
}

/** A booking that was made at the house's own counter, by nobody whom the platform knows. */
export interface CounterBooking extends SlotKey {
  facility: string;
  /** Same id, same booking. */
  requestId: string;
}

/** Takes over bookings made at the counter; those already there, or whose slot is taken, are left out. */
export async function recordCounterBookings(
  tables: Kysely<BookingTables>,
  bookings: readonly CounterBooking[],
  subject: string,
  now: Date,
): Promise<void> {
  for (const booking of bookings) {
    const { startsAt, endsAt } = slotBounds(booking);
    await sql`
      insert into booking.booking (id, room, subject, request_id, period, during, created_at)
      values (${randomUUID()}, ${booking.facility}, ${subject}, ${booking.requestId}, ${booking.period},
        tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz, '[)'), ${now}::timestamptz)
      on conflict do nothing
    `.execute(tables);
  }
}
