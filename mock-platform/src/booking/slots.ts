import type { Period, Slot } from '../protocol/booking.ts';
import { addDays, dayOf, instantAt, weekdayOf } from './calendar.ts';

/** The parts of a day a room is let for (区分), in the order of the day, as hours in Japan. */
export type Hours = Partial<Record<Period, { from: number; to: number }>>;
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
  /** Single days (`YYYY-MM-DD`). */
  days?: string[];
}

/** When a room can be booked. */
export interface Schedule {
  closing: ClosingRules;
  hours: Hours;
  windowDays: number;
}

export interface SlotKey {
  day: string;
  period: Period;
}

/** Half-open: the first instant belongs to the slot, the last does not. */
export function slotBounds(
  { day, period }: SlotKey,
  hours: Hours = periodHours,
): { startsAt: Date; endsAt: Date } {
  const { from, to } = hours[period] ?? periodHours[period];
  return { startsAt: instantAt(day, from), endsAt: instantAt(day, to) };
}

/** First and last day of the booking window, both included. */
export function bookingWindow(now: Date, days = windowDays): { first: string; last: string } {
  const first = dayOf(now);
  return { first, last: addDays(first, days) };
}

export function isWithinWindow(day: string, now: Date, days = windowDays): boolean {
  const { first, last } = bookingWindow(now, days);
  return day >= first && day <= last;
}

export function isClosed(day: string, closing: ClosingRules): boolean {
  const { weekdays, yearly, days = [] } = closing;
  return weekdays.includes(weekdayOf(day)) || yearly.includes(day.slice(5)) || days.includes(day);
}

/** A period that has begun is over for booking. */
export function hasBegun(slot: SlotKey, now: Date, hours: Hours = periodHours): boolean {
  return slotBounds(slot, hours).startsAt.getTime() <= now.getTime();
}

/** Until when a booking of this day can be cancelled, that instant included. */
export function cancelUntil(day: string, { days, hour } = { days: 1, hour: cancelHour }): Date {
  return instantAt(addDays(day, -days), hour);
}

/** A slot as the television is told of it. */
export function toSlot(key: SlotKey, free: boolean, hours: Hours = periodHours): Slot {
  const { startsAt, endsAt } = slotBounds(key, hours);
  return { ...key, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), free };
}

export const slotName = ({ day, period }: SlotKey): string => `${day} ${period}`;

/** Every slot of the window that can still be booked, soonest first. `taken` holds `slotName`s. */
export function freeSlots(
  now: Date,
  closing: ClosingRules,
  taken: ReadonlySet<string>,
  { hours = periodHours, windowDays: ahead = windowDays }: Partial<Schedule> = {},
): SlotKey[] {
  const { first } = bookingWindow(now);
  const free: SlotKey[] = [];
  for (let offset = 0; offset <= ahead; offset += 1) {
    const day = addDays(first, offset);
    if (isClosed(day, closing)) continue;
    for (const period of periods) {
      const key = { day, period };
      if (hours[period] === undefined || hasBegun(key, now, hours) || taken.has(slotName(key))) continue;
      free.push(key);
    }
  }
  return free;
}
