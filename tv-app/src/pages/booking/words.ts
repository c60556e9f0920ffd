import type { Booking, BookingDay, Slot } from '../../../../mock-platform/src/protocol/booking.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { booking, periodWords } from '../../messages/booking.ts';
import { dayWithWeekday, spanWords } from '../../text/dates.ts';
import { isOpen } from './flow.ts';

/** 「午後 1時から 5時まで」 */
export function slotWords({ period, startsAt, endsAt }: Slot): string {
  return `${periodWords[period]} ${spanWords(startsAt, endsAt)}`;
}

/** What a day of the calendar says: free, full or closed. */
export function dayState(day: BookingDay): { word: string; sign?: IconName } {
  if (day.closed) return { word: booking.closed };
  return isOpen(day)
    ? { word: booking.free, sign: 'circle-free' }
    : { word: booking.full, sign: 'cross-taken' };
}

/** What a part of the day says; one that has begun is over, whoever had it. */
export function slotState(slot: Slot, now: Date): { word: string; sign: IconName } {
  if (slot.free) return { word: booking.free, sign: 'circle-free' };
  const begun = new Date(slot.startsAt).getTime() <= now.getTime();
  return { word: begun ? booking.over : booking.full, sign: 'cross-taken' };
}

/** 「11月27日 金曜日 午後 1時から 5時まで」 */
export function bookingMoment({ slot }: Booking): string {
  return `${dayWithWeekday(slot.day)} ${slotWords(slot)}`;
}
