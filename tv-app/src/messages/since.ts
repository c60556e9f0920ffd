import { dayOf } from '../text/calendar.ts';
import { clockWords, momentWords } from '../text/dates.ts';

/** When something was last known: 「午後6時30分」 on the same day, with the day before it afterwards. */
export const sinceWords = (at: Date, now: Date): string =>
  dayOf(at) === dayOf(now) ? clockWords(at) : momentWords(at);
