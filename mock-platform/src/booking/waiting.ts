import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { WaitingEntry, WaitingRequest } from '../protocol/booking.ts';
import { requireOpenDay, requireRoom } from './availability.ts';
import type { Booker } from './bookings.ts';
import { roomsById } from './facilities.ts';
import { heldWithin, queueUp } from './occupied.ts';
import { BookingRefused } from './refused.ts';
import { hasBegun, slotBounds, toSlot } from './slots.ts';
import type { BookingTables } from './tables.ts';

const waitingOf = (tables: Kysely<BookingTables>, subject: string) =>
  tables
    .selectFrom('booking.waiting as entry')
    .where('entry.subject', '=', subject)
    .where('entry.status', '=', 'waiting')
    .select([
      'entry.id',
      'entry.room',
      'entry.day',
      'entry.period',
      sql<number>`(select count(*) from booking.waiting other where other.room = entry.room and other.day = entry.day
        and other.period = entry.period and other.status = 'waiting' and other.place < entry.place)`.as(
        'before',
      ),
    ])
    .orderBy('entry.day')
    .orderBy('entry.place');

/** What a person waits for and is still ahead, soonest first. */
export async function waitingEntries(
  tables: Kysely<BookingTables>,
  subject: string,
  now: Date,
): Promise<WaitingEntry[]> {
  const entries = await waitingOf(tables, subject).execute();
  const rooms = await roomsById(
    tables,
    entries.map(({ room }) => room),
  );
  return entries.flatMap(({ id, room: roomId, before, ...slot }) => {
    const room = rooms.get(roomId);
    if (room === undefined || hasBegun(slot, now, room.hours)) return [];
    return [{ id, facility: room.facility, slot: toSlot(slot, false, room.hours), before }];
  });
}

/**
 * Puts a person at the end of the queue for a taken slot.
 * @throws BookingRefused `booking.slot-free`, `booking.waiting-already`, `booking.facility-unknown`, `booking.day-closed`,
 * `booking.outside-window`
 */
export async function wait(
  tables: Kysely<BookingTables>,
  { subject, municipality }: Booker,
  request: WaitingRequest,
  now: Date,
): Promise<WaitingEntry> {
  const room = await requireRoom(tables, municipality, request.facility);
  requireOpenDay(room, request.day, now);
  if (hasBegun(request, now, room.hours)) throw new BookingRefused('booking.outside-window');
  const id = randomUUID();
  await tables.transaction().execute(async (transaction) => {
    // Nobody gives the slot back between the look and the entry.
    await queueUp(transaction, [room.queue]);
    const held = await heldWithin(transaction, room.resources, slotBounds(request, room.hours)).execute();
    if (held.length === 0) throw new BookingRefused('booking.slot-free');
    const own = await transaction
      .selectFrom('booking.booking')
      .where('subject', '=', subject)
      .where(
        'id',
        'in',
        held.map(({ holder }) => holder),
      )
      .select('id')
      .executeTakeFirst();
    const { day, period } = request;
    const { numInsertedOrUpdatedRows: added } = await transaction
      .insertInto('booking.waiting')
      .values({ id, room: room.facility.id, day, period, subject, booking: null, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (own !== undefined || !added) throw new BookingRefused('booking.waiting-already');
  });
  const entry = (await waitingEntries(tables, subject, now)).find((one) => one.id === id);
  if (entry === undefined) throw new BookingRefused('booking.outside-window');
  return entry;
}

/** Leaves the queue; twice answers the same. */
export async function stopWaiting(tables: Kysely<BookingTables>, subject: string, id: string): Promise<void> {
  await tables
    .updateTable('booking.waiting')
    .set({ status: 'left' })
    .where('id', '=', id)
    .where('subject', '=', subject)
    .where('status', '=', 'waiting')
    .execute();
}
