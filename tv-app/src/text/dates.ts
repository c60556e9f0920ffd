/** Wall-clock time in Japan. Own arithmetic: Japan has no summer time, and old engines have no time-zone data. */
export type JapanTime = {
  year: number;
  month: number;
  day: number;
  /** 0 = Sunday. */
  weekday: number;
  hour: number;
  minute: number;
};

const nineHours = 9 * 60 * 60 * 1000;
const oneDay = 24 * 60 * 60 * 1000;
const weekdays = ['日', '月', '火', '水', '木', '金', '土'];

/** Reads an instant (ISO 8601 with offset, epoch milliseconds or Date) as Japanese wall-clock time. */
export function japanTime(instant: string | number | Date): JapanTime {
  const shifted = new Date(new Date(instant).getTime() + nineHours);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  };
}

/** The day of an instant in Japan, `YYYY-MM-DD`; a bare day comes back unchanged. */
export function dayOf(instant: string | number | Date): string {
  if (typeof instant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(instant)) return instant;
  const { year, month, day } = japanTime(instant);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Whole days from one `YYYY-MM-DD` to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to) - midnight(from)) / oneDay);
}

/** The day that lies `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(midnight(day) + days * oneDay).toISOString().slice(0, 10);
}

/** 0 = Sunday. */
export function weekdayOf(day: string): number {
  return new Date(midnight(day)).getUTCDay();
}

/** 「金」 */
export function weekdayShort(day: string): string {
  return weekdays[weekdayOf(day)] ?? '';
}

/** 「11月27日」 */
export function dayWords(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** 「11月27日 金曜日」 */
export function dayWithWeekday(day: string): string {
  return `${dayWords(day)} ${weekdayShort(day)}曜日`;
}

/** 「27日 金曜日」, where the month is plain from its surroundings. */
export function dayInMonth(day: string): string {
  return `${Number(day.slice(8, 10))}日 ${weekdayShort(day)}曜日`;
}

/** 「きょう」, 「きのう」, 「あす」, otherwise 「11月27日」. */
export function relativeDay(day: string, today: string): string {
  const distance = daysBetween(today, day);
  if (distance === 0) return 'きょう';
  if (distance === -1) return 'きのう';
  if (distance === 1) return 'あす';
  return dayWords(day);
}

/** 「午前9時30分」, 「午後6時」; noon is 「午後0時」 as in broadcasting. */
export function clockWords(instant: string | number | Date): string {
  const { hour, minute } = japanTime(instant);
  const half = hour < 12 ? '午前' : '午後';
  return `${half}${hour % 12}時${minute === 0 ? '' : `${minute}分`}`;
}

/** 「11月20日 午前7時10分」 */
export function momentWords(instant: string | number | Date): string {
  return `${dayWords(dayOf(instant))} ${clockWords(instant)}`;
}

/** 「1時から 5時まで」 on the twelve-hour dial: the half of the day stands beside it as 午前, 午後 or 夜間. */
export function spanWords(from: string | number | Date, to: string | number | Date): string {
  return `${dialWords(from)}から ${dialWords(to)}まで`;
}

/** 「あさ」, 「ひる」, 「ゆうがた」, 「よる」. */
export function partOfDay(instant: string | number | Date): string {
  const { hour } = japanTime(instant);
  if (hour >= 4 && hour < 11) return 'あさ';
  if (hour >= 11 && hour < 16) return 'ひる';
  if (hour >= 16 && hour < 19) return 'ゆうがた';
  return 'よる';
}

/** Era and year as spoken: 「令和8年」, 「令和元年」, 「平成30年」; earlier years stay Western. */
export function eraYear(day: string): string {
  const { era, year } = eraOf(day);
  return `${era}${year}年`;
}

/** The two halves of an era year, for an axis: `{ era: '令和', year: '8' }`. */
export function eraOf(day: string): { era: string; year: string } {
  const year = Number(day.slice(0, 4));
  if (day >= '2019-05-01') return { era: '令和', year: eraCount(year - 2018) };
  if (day >= '1989-01-08') return { era: '平成', year: eraCount(year - 1988) };
  return { era: '', year: String(year) };
}

function eraCount(count: number): string {
  return count === 1 ? '元' : String(count);
}

function dialWords(instant: string | number | Date): string {
  const { hour, minute } = japanTime(instant);
  const dial = hour === 0 ? 0 : ((hour + 11) % 12) + 1;
  return `${dial}時${minute === 0 ? '' : `${minute}分`}`;
}

function midnight(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
