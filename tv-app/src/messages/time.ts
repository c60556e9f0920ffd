export { clockWords as timeWords } from '../text/dates.ts';

import { dayOf } from '../text/calendar.ts';
import { dayWithWeekday } from '../text/dates.ts';

/** 「11月20日 金曜日」 */
export const dayWords = (now: Date): string => dayWithWeekday(dayOf(now));
