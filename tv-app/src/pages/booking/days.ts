import type { BookingDay } from '../../../../mock-platform/src/protocol/booking.ts';
import { isOpen } from './flow.ts';

/** Two weeks on one screen. */
export const daysPerPage = 14;

/** One screen of days, with whether there is something before and behind it. */
export interface DayPage {
  days: readonly BookingDay[];
  earlier: boolean;
  later: boolean;
}

/** The days of a page; a page that does not exist becomes the nearest one that does. */
export function dayPage(days: readonly BookingDay[], page: number): DayPage & { page: number } {
  const last = Math.max(0, Math.ceil(days.length / daysPerPage) - 1);
  const at = Math.min(Math.max(0, page), last);
  const from = at * daysPerPage;
  return {
    page: at,
    days: days.slice(from, from + daysPerPage),
    earlier: at > 0,
    later: at < last,
  };
}

/** The page that a day stands on, otherwise the first one with something free. */
export function pageOf(days: readonly BookingDay[], day: string | undefined): number {
  const chosen = days.findIndex((entry) => entry.day === day);
  const index = chosen >= 0 ? chosen : days.findIndex(isOpen);
  return Math.max(0, Math.floor(index / daysPerPage));
}
