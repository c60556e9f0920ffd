import type { Kysely } from 'kysely';
import type { BookingDay, Slot } from '../protocol/booking.ts';
import { nearestFree } from './alternatives.ts';
import { addDays, dayOf, instantAt } from './calendar.ts';
import { type BookableRoom, findRoom } from './facilities.ts';
import { heldWithin } from './occupied.ts';
import { BookingRefused } from './refused.ts';
import {
  bookingWindow,
  freeSlots,
  isClosed,
  isWithinWindow,
  periods,
  type SlotKey,
  slotBounds,
  slotName,
  toSlot,
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

/** Names of the slots of the window in which the room or one of its parts is held. */
async function takenSlots(
  tables: Kysely<BookingTables>,
  { resources, hours, windowDays }: BookableRoom,
  now: Date,
): Promise<Set<string>> {
  const { first, last } = bookingWindow(now, windowDays);
  const span = { startsAt: instantAt(first, 0), endsAt: instantAt(addDays(last, 1), 0) };
  const held = await heldWithin(tables, resources, span).execute();
  const taken = new Set<string>();
  for (const { starts_at, ends_at } of held) {
    for (let day = dayOf(starts_at); instantAt(day, 0) < ends_at && day <= last; day = addDays(day, 1)) {
      for (const period of periods) {
        const { startsAt, endsAt } = slotBounds({ day, period }, hours);
        if (startsAt < ends_at && starts_at < endsAt) taken.add(slotName({ day, period }));
      }
    }
  }
  return taken;
}

async function freeOf(tables: Kysely<BookingTables>, room: BookableRoom, now: Date): Promise<SlotKey[]> {
  return freeSlots(now, room.closing, await takenSlots(tables, room, now), room);
}

/** Every day of the window, closed ones included, each with the periods that can still be booked. */
export async function daysOf(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  now: Date,
): Promise<BookingDay[]> {
  const free = await freeOf(tables, room, now);
  const { first } = bookingWindow(now);
  return Array.from({ length: room.windowDays + 1 }, (_, offset) => {
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
  if (!isWithinWindow(day, now, room.windowDays)) throw new BookingRefused('booking.outside-window');
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
  return periods
    .filter((period) => room.hours[period] !== undefined)
    .map((period) => toSlot({ day, period }, free.has(slotName({ day, period })), room.hours));
}

/** Looks for free slots that are under way: when many are late for one room at once, one look serves them all. */
const looks = new WeakMap<Kysely<BookingTables>, Map<string, Promise<SlotKey[]>>>();

function sharedFreeOf(tables: Kysely<BookingTables>, room: BookableRoom, now: Date): Promise<SlotKey[]> {
  const own = looks.get(tables) ?? new Map<string, Promise<SlotKey[]>>();
  looks.set(tables, own);
  const { id } = room.facility;
  const look = own.get(id) ?? freeOf(tables, room, now).finally(() => own.delete(id));
  own.set(id, look);
  return look;
}

/** The three free slots of the room that are nearest to the wanted one. */
export async function alternativesTo(
  tables: Kysely<BookingTables>,
  room: BookableRoom,
  wanted: SlotKey,
  now: Date,
): Promise<Slot[]> {
  return nearestFree(wanted, await sharedFreeOf(tables, room, now)).map((slot) =>
    toSlot(slot, true, room.hours),
  );
}
