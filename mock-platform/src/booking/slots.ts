import type { Period, Slot } from '../protocol/booking.ts';
import { addDays, dayOf, instantAt, weekdayOf } from './calendar.ts';

/** The parts of a day a room is let for (区分), in the order of the day, as hours in Japan. */
export const periodHours: Record<Period, { from: number; to: number }> = {
  morning: { from: 9, to: 12 },
  afternoon: { from: 13, to: 17 },
  evening: { from: 18, to: 21 },
};
export const periods: readonly Period[] = ['morning', 'afternoon', 'evening'];

/** The last day that can be booked lies this many days after today. */
export const windowDays = 60;
/** Bookings that one person may have ahead at a time. */
export const openBookingLimit = 5;
/** A booking can be cancelled until this hour of the day before. */
const cancelHour = 17;

/** When a house is closed: weekdays (0 for Sunday) and days of every year (`MM-DD`). */
export interface ClosingRules {
  weekdays: number[];
  yearly: string[];
}

export interface SlotKey {
  day: string;
  period: Period;
}

/** Half-open: the first instant belongs to the slot, the last does not. */
export function slotBounds({ day, period }: SlotKey): { startsAt: Date; endsAt: Date } {
  const { from, to } = periodHours[period];
  return { startsAt: instantAt(day, from), endsAt: instantAt(day, to) };
}

/** First and last day of the booking window, both included. */
export function bookingWindow(now: Date): { first: string; last: string } {
  const first = dayOf(now);
  return { first, last: addDays(first, windowDays) };
}

export function isWithinWindow(day: string, now: Date): boolean {
  const { first, last } = bookingWindow(now);
  return day >= first && day <= last;
}

export function isClosed(day: string, closing: ClosingRules): boolean {
  return closing.weekdays.includes(weekdayOf(day)) || closing.yearly.includes(day.slice(5));
}

/** A period that has begun is over for booking. */
export function hasBegun(slot: SlotKey, now: Date): boolean {
  return slotBounds(slot).startsAt.getTime() <= now.getTime();
}

/** Until when a booking of this day can be cancelled, that instant included. */
export function cancelUntil(day: string): Date {
  return instantAt(addDays(day, -1), cancelHour);
}

/** A slot as the television is told of it. */
export function toSlot(key: SlotKey, free: boolean): Slot {
  const { startsAt, endsAt } = slotBounds(key);
  return { ...key, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), free };
}

export const slotName = ({ day, period }: SlotKey): string => `${day} ${period}`;

/** Every slot of the window that can still be booked, soonest first. `taken` holds `slotName`s. */
export function freeSlots(now: Date, closing: ClosingRules, taken: ReadonlySet<string>): SlotKey[] {
  const { first } = bookingWindow(now);
  const free: SlotKey[] = [];
  for (let offset = 0; offset <= windowDays; offset += 1) {
    const day = addDays(first, offset);
    if (isClosed(day, closing)) continue;
    for (const period of periods) {
      const key = { day, period };
      if (!hasBegun(key, now) && !taken.has(slotName(key))) free.push(key);
    }
  }
  return free;
}
