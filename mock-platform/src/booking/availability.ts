import { type Kysely, sql } from 'kysely';
import type { BookingDay, Slot } from '../protocol/booking.ts';
import { nearestFree } from './alternatives.ts';
import { addDays, dayOf, instantAt } from './calendar.ts';
import { type BookableRoom, findRoom } from './facilities.ts';
import { BookingRefused } from './refused.ts';
import {
  bookingWindow,
  freeSlots,
  isClosed,
  isWithinWindow,
  periods,
  type SlotKey,
  slotName,
  toSlot,
  windowDays,
} from './slots.ts';
import type { BookingTables } from './tables.ts';

/** The room, if the town has it. @throws BookingRefused `booking.facility-unknown` */
export async function requireRoom(
  tables: Kysely<BookingTables>,
  municipality: string,
  id: string,
): Promise<BookableRoom> {
  const room = await findRoom(tables, municipality, id);
  if (room === undefined) throw new BookingRefused('booking.facility-unknown');
  return room;
}

/** Names of the slots of the window that are booked. */
async function takenSlots(tables: Kysely<BookingTables>, room: string, now: Date): Promise<Set<string>> {
  const { first, last } = bookingWindow(now);
  const rows = await tables
    .selectFrom('booking.booking')
    .where('room', '=', room)
    .where('status', '<>', 'cancelled')
    .where(
      sql<boolean>`during && tstzrange(${instantAt(first, 0)}::timestamptz, ${instantAt(addDays(last, 1), 0)}::timestamptz)`,
    )
    .select([sql<Date>`lower(during)`.as('starts_at'), 'period'])
    .execute();
  return new Set(rows.map(({ starts_at, period }) => slotName({ day: dayOf(starts_at), period })));
}

async function freeOf(tables: Kysely<BookingTables>, room: BookableRoom, now: Date): Promise<SlotKey[]> {
  return freeSlots(now, room.closing, await takenSlots(tables, room.facility.id, now));
}

/** Every day of the window, closed ones included, each with the periods that can still be booked. */
export async function daysOf(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  now: Date,
): Promise<BookingDay[]> {
  const free = await freeOf(tables, room, now);
  const { first } = bookingWindow(now);
  return Array.from({ length: windowDays + 1 }, (_, offset) => {
    const day = addDays(first, offset);
    return {
      day,
      closed: isClosed(day, room.closing),
      free: free.filter((slot) => slot.day === day).map((slot) => slot.period),
    };
  });
}

/** @throws BookingRefused `booking.outside-window`, `booking.day-closed` */
export function requireOpenDay(room: BookableRoom, day: string, now: Date): void {
  if (!isWithinWindow(day, now)) throw new BookingRefused('booking.outside-window');
  if (isClosed(day, room.closing)) throw new BookingRefused('booking.day-closed');
}

/** The periods of one open day, in the order of the day. */
export async function slotsOf(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  day: string,
  now: Date,
): Promise<Slot[]> {
  requireOpenDay(room, day, now);
  const free = new Set((await freeOf(tables, room, now)).map(slotName));
  return periods.map((period) => toSlot({ day, period }, free.has(slotName({ day, period }))));
}

/** The three free slots of the room that are nearest to the wanted one. */
export async function alternativesTo(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  wanted: SlotKey,
  now: Date,
): Promise<Slot[]> {
  return nearestFree(wanted, await freeOf(tables, room, now)).map((slot) => toSlot(slot, true));
}
