import { type Kysely, sql, type Transaction } from 'kysely';
import type { Booking, BookingRequest } from '../protocol/booking.ts';
import { malformed } from '../server/platform-error.ts';
import { alternativesTo, requireOpenDay, requireRoom } from './availability.ts';
import { dayOf, instantAt } from './calendar.ts';
import { unitsOf } from './equipment.ts';
import { type BookableRoom, roomsById } from './facilities.ts';
import { clubOf } from './groups.ts';
import { endBooking, insertBooking, lockedBooking, overdue, setStatus, settled } from './holds.ts';
import { acceptWin, returnWin } from './lottery/answers.ts';
import { heldWithin, isTaken, queueUp, type Span } from './occupied.ts';
import { BookingRefused } from './refused.ts';
import { bookingsOf, toBooking } from './rows.ts';
import { feeOf, rulesOf } from './rules.ts';
import { cancelUntil, hasBegun, type SlotKey, slotBounds } from './slots.ts';
import type { BookingTables } from './tables.ts';

/** Who books: a person as booking knows them, at a box of a town. */
export interface Booker {
  subject: string;
  municipality: string;
}

async function earlierAnswer(
  tables: Kysely<BookingTables>,
  booker: Booker,
  request: BookingRequest,
): Promise<Booking | undefined> {
  const row = await bookingsOf(tables, booker.subject)
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
  tables: Kysely<BookingTables>,
  whose: { subject: string } | { club: string },
  limit: number,
  now: Date,
): Promise<void> {
  const { open } = await tables
    .selectFrom('booking.booking')
    .where('status', 'in', ['requested', 'unpaid', 'booked'])
    .where(sql<Date>`upper(during)`, '>', now)
    .$call((query) =>
      'club' in whose
        ? query.where('club', '=', whose.club)
        : query.where('subject', '=', whose.subject).where('club', 'is', null),
    )
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow();
  if (open >= limit) throw new BookingRefused('booking.limit');
}

const isHeld = async (tables: Kysely<BookingTables>, room: BookableRoom, span: Span): Promise<boolean> =>
  (await heldWithin(tables, room.resources, span).executeTakeFirst()) !== undefined;

/**
 * A look before: when a month is opened, most come too late, and they need neither a transaction nor a place in the queue of
 * those who may still win. Whoever sends a request again, or meets a hold that has run out, goes the long way.
 */
async function isPlainlyTaken(
  tables: Kysely<BookingTables>,
  booker: Booker,
  room: BookableRoom,
  request: BookingRequest,
  now: Date,
): Promise<boolean> {
  requireOpenDay(room, request.day, now);
  if (!(await isHeld(tables, room, slotBounds(request, room.hours)))) return false;
  const own = await tables
    .selectFrom('booking.booking')
    .select('id')
    .where('subject', '=', booker.subject)
    .where('request_id', '=', request.requestId)
    .executeTakeFirst();
  return own === undefined && (await overdue(tables, now, room.facility.id)).length === 0;
}

async function makeBooking(
  transaction: Transaction<BookingTables>,
  booker: Booker,
  room: BookableRoom,
  request: BookingRequest,
  now: Date,
): Promise<Booking> {
  // A person's requests come one after the other: repeated ones are recognised and the limit is exact.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`booking ${booker.subject}`}, 0))`.execute(
    transaction,
  );
  const earlier = await earlierAnswer(transaction, booker, request);
  if (earlier !== undefined) return earlier;
  const { rules, equipment: offered } = room;
  requireOpenDay(room, request.day, now);
  if (room.hours[request.period] === undefined || hasBegun(request, now, room.hours)) {
    throw new BookingRefused('booking.outside-window');
  }
  const club = request.group === undefined ? undefined : await clubOf(transaction, booker, request.group);
  if (rules.groupsOnly && club === undefined) throw new BookingRefused('booking.groups-only');
  const whose = club === undefined ? { subject: booker.subject } : { club: club.id };
  await requireRoomForOneMore(transaction, whose, club ? rules.groupLimit : rules.personLimit, now);
  const wanted = [...new Set(request.equipment ?? [])];
  const unknown = wanted.findIndex((id) => offered.every((thing) => thing.id !== id));
  if (unknown >= 0) throw malformed(`/equipment/${unknown}`, 'is not in this room');
  const things = offered.filter(({ id }) => wanted.includes(id));
  const span = slotBounds(request, room.hours);
  const groups = club === undefined ? [] : [`group ${club.id}`];
  await queueUp(transaction, [room.queue, ...groups, ...things.map(({ id }) => `${room.building} ${id}`)]);
  // The group's other members may have booked since the first look.
  if (club) await requireRoomForOneMore(transaction, whose, rules.groupLimit, now);
  for (const row of await overdue(transaction, now, room.facility.id))
    await endBooking(transaction, row, 'expired', now);
  if (await isHeld(transaction, room, span)) throw new BookingRefused('booking.taken');
  const fees = things.map(({ fee }) => fee);
  const fee = feeOf(room.facility.fee, fees, club?.reductionPercent ?? 0);
  await insertBooking(
    transaction,
    room,
    {
      ...request,
      subject: booker.subject,
      club: club?.id,
      fee,
      equipment: things.map(({ id }) => id),
      units: await unitsOf(transaction, room.building, things, span),
      ...(rules.approval
        ? { status: 'requested', expires_at: null }
        : settled(room, fee, span.startsAt, now)),
    },
    now,
  );
  return (await earlierAnswer(transaction, booker, request)) as Booking;
}

/**
 * Books one slot of a room, or asks for it where staff look at every wish. The same request (by requestId) sent again answers
 * the booking it made the first time.
 * @throws BookingRefused `booking.taken` with alternatives, `booking.facility-unknown`, `booking.day-closed`,
 * `booking.outside-window`, `booking.limit`, `booking.groups-only`, `booking.group-unknown`, `booking.equipment-taken`
 * @throws PlatformError `request.malformed` when the person's requestId stands for another slot
 */
export async function book(
  tables: Kysely<BookingTables>,
  booker: Booker,
  request: BookingRequest,
  now: Date,
): Promise<Booking> {
  const room = await requireRoom(tables, booker.municipality, request.facility);
  if (await isPlainlyTaken(tables, booker, room, request, now)) {
    throw new BookingRefused('booking.taken', await alternativesTo(tables, room, request, now));
  }
  try {
    return await tables
      .transaction()
      .execute((transaction) => makeBooking(transaction, booker, room, request, now));
  } catch (error) {
    const refused = error instanceof BookingRefused && error.code === 'booking.taken';
    if (!refused && !isTaken(error)) throw error;
    throw new BookingRefused('booking.taken', await alternativesTo(tables, room, request, now));
  }
}

/** A person's bookings from today on, soonest first, with what staff refused or took away; those given back are gone. */
export async function ownBookings(
  tables: Kysely<BookingTables>,
  subject: string,
  now: Date,
): Promise<Booking[]> {
  const rows = await bookingsOf(tables, subject)
    .where('booking.status', 'not in', ['cancelled', 'expired'])
    .where(sql<Date>`lower(booking.during)`, '>=', instantAt(dayOf(now), 0))
    .orderBy(sql`lower(booking.during)`)
    .orderBy('booking.id')
    .execute();
  return rows
    .filter(({ status, expires_at }) => status !== 'offered' || expires_at === null || expires_at > now)
    .map(toBooking);
}

/** One booking of a person. @throws BookingRefused `booking.unknown` (also for another person's) */
export async function requireOwn(tables: Kysely<BookingTables>, subject: string, id: string) {
  const row = await bookingsOf(tables, subject).where('booking.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new BookingRefused('booking.unknown');
  return row;
}

/**
 * Gives a slot back; an offer or an unanswered wish at any time, a booking until its deadline. What a lottery entry has won goes
 * back as a whole until it is accepted and paid. Cancelling twice answers the same.
 * @throws BookingRefused `booking.unknown` (also for another person's), `booking.too-late-to-cancel`
 */
export async function cancel(
  tables: Kysely<BookingTables>,
  subject: string,
  id: string,
  now: Date,
): Promise<Booking> {
  const { bundle, status } = await requireOwn(tables, subject, id);
  if (bundle !== null && (status === 'offered' || status === 'unpaid')) {
    await returnWin(tables, bundle, 'cancelled', now);
    return toBooking(await requireOwn(tables, subject, id));
  }
  return tables.transaction().execute(async (transaction) => {
    const row = await lockedBooking(transaction, id);
    if (row === undefined) throw new BookingRefused('booking.unknown');
    if (['cancelled', 'expired', 'refused', 'displaced'].includes(row.status)) return toBooking(row);
    const deadline = cancelUntil(dayOf(row.starts_at), rulesOf(row.rules).cancel);
    if (row.status === 'booked' && now > deadline) throw new BookingRefused('booking.too-late-to-cancel');
    await endBooking(transaction, row, 'cancelled', now);
    return toBooking(await requireOwn(transaction, subject, id));
  });
}

/**
 * Says yes to an offer of the waiting list, or to all that a lottery entry has won. Twice answers the same.
 * @throws BookingRefused `booking.unknown`, `booking.offer-over`
 */
export async function accept(
  tables: Kysely<BookingTables>,
  subject: string,
  id: string,
  now: Date,
): Promise<Booking> {
  const { bundle } = await requireOwn(tables, subject, id);
  if (bundle !== null) {
    await acceptWin(tables, bundle, now);
    return toBooking(await requireOwn(tables, subject, id));
  }
  return tables.transaction().execute(async (transaction) => {
    const row = await lockedBooking(transaction, id);
    if (row === undefined) throw new BookingRefused('booking.unknown');
    if (row.status === 'booked' || row.status === 'unpaid') return toBooking(row);
    if (row.status !== 'offered' || row.expires_at === null || row.expires_at <= now) {
      throw new BookingRefused('booking.offer-over');
    }
    const room = (await roomsById(transaction, [row.room_id])).get(row.room_id) as BookableRoom;
    const next = settled(room, row.paid_fee, row.starts_at, now);
    await setStatus(transaction, id, next.status, now, { expires_at: next.expires_at });
    await transaction
      .updateTable('booking.waiting')
      .set({ status: 'over' })
      .where('booking', '=', id)
      .execute();
    return toBooking(await requireOwn(transaction, subject, id));
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
  const rooms = await roomsById(
    tables,
    bookings.map(({ facility }) => facility),
  );
  for (const { facility, ...slot } of bookings) {
    const room = rooms.get(facility);
    if (room === undefined) continue;
    await tables.transaction().execute(async (transaction) => {
      await queueUp(transaction, [room.queue]);
      const held = await heldWithin(
        transaction,
        room.resources,
        slotBounds(slot, room.hours),
      ).executeTakeFirst();
      const same = await bookingsOf(transaction, subject)
        .where('booking.request_id', '=', slot.requestId)
        .executeTakeFirst();
      if (held !== undefined || same !== undefined) return;
      await insertBooking(
        transaction,
        room,
        { ...slot, subject, status: 'booked', expires_at: null, fee: room.facility.fee },
        now,
      );
    });
  }
}
