import { inLanguage, type Language } from '../messages/language.ts';
import { dayOf, daysBetween, japanTime, partsOf, twoDigits, weekdayOf } from './calendar.ts';

const weekdays = ['日', '月', '火', '水', '木', '金', '土'];
const englishWeekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** 「金」, “Fri” */
export function weekdayShort(day: string): string {
  const weekday = weekdays[weekdayOf(day)] ?? '';
  return inLanguage({ ja: weekday, plain: weekday, en: englishWeekdays[weekdayOf(day)] ?? '' });
}

/** 「11月27日」, “27 November” */
export function dayWords(day: string): string {
  const { month, date } = partsOf(day);
  const words = `${month}月${date}日`;
  return inLanguage({ ja: words, plain: words, en: `${date} ${englishMonths[month - 1]}` });
}

/** 「11月」, “Nov”, where there is little room. */
export function monthShort(day: string): string {
  const { month } = partsOf(day);
  const words = `${month}月`;
  return inLanguage({ ja: words, plain: words, en: englishMonths[month - 1]?.slice(0, 3) ?? '' });
}

/** 「11月27日 金曜日」, “Fri, 27 November” */
export function dayWithWeekday(day: string): string {
  const words = `${dayWords(day)} ${weekdayShort(day)}曜日`;
  return inLanguage({ ja: words, plain: words, en: `${weekdayShort(day)}, ${dayWords(day)}` });
}

/** 「11月27日 金曜日」, “Fri 27 Nov”: for a cell of a calendar; `short` for large letters: 「11月27日（金）」. */
export function dayInCell(day: string, short = false): string {
  const words = short ? `${dayWords(day)}（${weekdayShort(day)}）` : dayWithWeekday(day);
  const { date } = partsOf(day);
  return inLanguage({ ja: words, plain: words, en: `${weekdayShort(day)} ${date} ${monthShort(day)}` });
}

/** 「2026年11月27日（金）」, 「2026年11月27日 金曜日」, “Fri, 27 November 2026” */
export function fullDate(day: string): string {
  const { year } = partsOf(day);
  return inLanguage({
    ja: `${year}年${dayWords(day)}（${weekdayShort(day)}）`,
    plain: `${year}年${dayWithWeekday(day)}`,
    en: `${dayWithWeekday(day)} ${year}`,
  });
}

/** 「27日 金曜日」, “Fri 27”, where the month is plain from its surroundings. */
export function dayInMonth(day: string): string {
  const { date } = partsOf(day);
  const words = `${date}日 ${weekdayShort(day)}曜日`;
  return inLanguage({ ja: words, plain: words, en: `${weekdayShort(day)} ${date}` });
}

/** 「きょう」, 「きのう」, 「あす」, otherwise 「11月27日」. */
export function relativeDay(day: string, today: string): string {
  const near = nearDays[daysBetween(today, day)];
  return near ? inLanguage(near) : dayWords(day);
}

const nearDays: Readonly<Record<number, Readonly<Record<Language, string>> | undefined>> = {
  [-1]: { ja: 'きのう', plain: 'きのう', en: 'Yesterday' },
  0: { ja: 'きょう', plain: '今日', en: 'Today' },
  1: { ja: 'あす', plain: 'あした', en: 'Tomorrow' },
};

/** 「午前9時30分」, 「午後6時」, “9:30 am”, “6 pm”; noon is 「午後0時」 as in broadcasting, “12 pm” in English. */
export function clockWords(instant: string | number | Date): string {
  const { hour, minute } = japanTime(instant);
  const morning = hour < 12;
  const minutes = minute === 0 ? '' : `${minute}分`;
  return inLanguage({
    ja: `${morning ? '午前' : '午後'}${hour % 12}時${minutes}`,
    plain: `${morning ? 'ごぜん' : 'ごご'} ${hour % 12}時${minutes}`,
    en: `${((hour + 11) % 12) + 1}${minute === 0 ? '' : `:${twoDigits(minute)}`} ${morning ? 'am' : 'pm'}`,
  });
}

/** 「11月20日 午前7時10分」, “20 November, 7:10 am” */
export function momentWords(instant: string | number | Date): string {
  const [day, time] = [dayWords(dayOf(instant)), clockWords(instant)];
  return inLanguage({ ja: `${day} ${time}`, plain: `${day} ${time}`, en: `${day}, ${time}` });
}

/** 「1時から 5時まで」 on the twelve-hour dial: the half of the day stands beside it as 午前, 午後 or 夜間. */
export function spanWords(from: string | number | Date, to: string | number | Date): string {
  const words = `${dialWords(from)}から ${dialWords(to)}まで`;
  return inLanguage({ ja: words, plain: words, en: `${dialWords(from)} to ${dialWords(to)}` });
}

/** 「あさ」, 「ひる」, 「ゆうがた」, 「よる」. */
export function partOfDay(instant: string | number | Date): string {
  const { hour } = japanTime(instant);
  if (hour >= 4 && hour < 11) return inLanguage({ ja: 'あさ', plain: '朝', en: 'morning' });
  if (hour >= 11 && hour < 16) return inLanguage({ ja: 'ひる', plain: '昼', en: 'midday' });
  if (hour >= 16 && hour < 19) return inLanguage({ ja: 'ゆうがた', plain: '夕方', en: 'evening' });
  return inLanguage({ ja: 'よる', plain: '夜', en: 'night' });
}

/** The year as spoken, in Japanese by era: 「令和8年」, 「令和元年」, 「平成30年」 (earlier ones Western), “2026”. */
export function eraYear(day: string): string {
  const { era, year } = eraOf(day);
  return inLanguage({ ja: `${era}${year}年`, plain: `${day.slice(0, 4)}年`, en: day.slice(0, 4) });
}

/** The same with the day: 「令和8年 6月10日」, “10 June 2026”. */
export function eraDate(day: string): string {
  const words = `${eraYear(day)} ${dayWords(day)}`;
  return inLanguage({ ja: words, plain: words, en: `${dayWords(day)} ${eraYear(day)}` });
}

/** A year in two short lines for an axis: 「令和」 over 「8年」; one line where there are no eras. */
export function yearLines(day: string): [upper: string, lower: string] {
  const { era, year } = eraOf(day);
  return inLanguage<[string, string]>({
    ja: [era, `${year}年`],
    plain: [day.slice(0, 4), '年'],
    en: [eraYear(day), ''],
  });
}

function eraOf(day: string): { era: string; year: string } {
  const { year } = partsOf(day);
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
  const words = `${dial}時${minute === 0 ? '' : `${minute}分`}`;
  return inLanguage({ ja: words, plain: words, en: `${dial}:${twoDigits(minute)}` });
}
