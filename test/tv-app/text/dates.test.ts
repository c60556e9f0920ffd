import { afterEach, describe, expect, test } from 'vitest';
import { speak } from '../../../tv-app/src/messages/language.ts';
import { addDays, dayOf, daysBetween } from '../../../tv-app/src/text/calendar.ts';
import * as dates from '../../../tv-app/src/text/dates.ts';
import { ageWords, valueWords, withUnit, yenWords } from '../../../tv-app/src/text/numbers.ts';

describe('dates and times as spoken in Japan', () => {
  test('a day is said with its weekday', () => {
    expect(dates.dayWithWeekday('2026-11-27')).toBe('11月27日 金曜日');
    expect(dates.dayInMonth('2026-11-18')).toBe('18日 水曜日');
    expect(dates.dayWithWeekday('2024-02-29')).toBe('2月29日 木曜日');
  });

  test('an instant is read in Japanese time, whatever offset it is written with', () => {
    expect(dates.momentWords('2026-11-19T22:10:00Z')).toBe('11月20日 午前7時10分');
    expect(dates.momentWords('2026-11-20T07:10:00+09:00')).toBe('11月20日 午前7時10分');
    expect(dayOf('2026-12-31T15:00:00Z')).toBe('2027-01-01');
    expect(dayOf('2026-12-31')).toBe('2026-12-31');
  });

  test('the clock leaves out zero minutes and follows broadcasting at noon and midnight', () => {
    expect(dates.clockWords('2026-11-20T09:30:00+09:00')).toBe('午前9時30分');
    expect(dates.clockWords('2026-11-20T18:00:00+09:00')).toBe('午後6時');
    expect(dates.clockWords('2026-11-20T12:05:00+09:00')).toBe('午後0時5分');
    expect(dates.clockWords('2026-11-20T00:00:00+09:00')).toBe('午前0時');
  });

  test('a span is said on the twelve-hour dial', () => {
    expect(dates.spanWords('2026-11-27T09:00:00+09:00', '2026-11-27T12:00:00+09:00')).toBe(
      '9時から 12時まで',
    );
    expect(dates.spanWords('2026-11-27T13:00:00+09:00', '2026-11-27T17:30:00+09:00')).toBe(
      '1時から 5時30分まで',
    );
  });

  test('the days around today have names', () => {
    expect(dates.relativeDay('2026-11-20', '2026-11-20')).toBe('きょう');
    expect(dates.relativeDay('2026-11-19', '2026-11-20')).toBe('きのう');
    expect(dates.relativeDay('2026-12-01', '2026-11-30')).toBe('あす');
    expect(dates.relativeDay('2026-11-22', '2026-11-20')).toBe('11月22日');
  });

  test('days are counted over month, year and leap-day borders', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2026-10-31', '2026-11-30')).toBe(30);
  });

  test('the time of day has four names', () => {
    const at = (hour: string) => dates.partOfDay(`2026-11-20T${hour}:00+09:00`);
    expect([at('07:10'), at('12:00'), at('17:00'), at('23:00'), at('03:59')]).toEqual([
      'あさ',
      'ひる',
      'ゆうがた',
      'よる',
      'よる',
    ]);
  });

  test('years are given by era, also around a change of era', () => {
    expect(dates.eraYear('2026-06-10')).toBe('令和8年');
    expect(dates.eraYear('2019-05-01')).toBe('令和元年');
    expect(dates.eraYear('2019-04-30')).toBe('平成31年');
  });
});

describe('numbers as written for viewers', () => {
  test('values keep one decimal at most and money its comma', () => {
    expect(valueWords(126)).toBe('126');
    expect(valueWords(5.64)).toBe('5.6');
    expect(yenWords(600)).toBe('600円');
    expect(yenWords(12000)).toBe('12,000円');
    expect(yenWords(0)).toBe('むりょう');
  });
});

describe('the same in the other languages', () => {
  afterEach(() => speak('ja'));
  const day = '2026-11-20';
  const morning = '2026-11-20T09:30:00+09:00';
  const noon = '2026-11-20T12:00:00+09:00';

  test('a full date stands as the language writes it', () => {
    expect(dates.fullDate(day)).toBe('2026年11月20日（金）');
    speak('plain');
    expect(dates.fullDate(day)).toBe('2026年11月20日 金曜日');
    speak('en');
    expect(dates.fullDate(day)).toBe('Fri, 20 November 2026');
  });

  test('shorter dates, times and spans', () => {
    const said = () => [
      dates.dayWords(day),
      dates.dayWithWeekday(day),
      dates.dayInCell(day),
      dates.dayInMonth(day),
      dates.monthShort(day),
      dates.clockWords(morning),
      dates.clockWords(noon),
      dates.momentWords(morning),
      dates.spanWords(morning, noon),
      dates.partOfDay(morning),
      dates.relativeDay(day, day),
      dates.relativeDay(day, '2026-11-01'),
    ];
    speak('plain');
    expect(said()).toEqual([
      '11月20日',
      '11月20日 金曜日',
      '11月20日 金曜日',
      '20日 金曜日',
      '11月',
      'ごぜん 9時30分',
      'ごご 0時',
      '11月20日 ごぜん 9時30分',
      '9時30分から 12時まで',
      '朝',
      '今日',
      '11月20日',
    ]);
    speak('en');
    expect(said()).toEqual([
      '20 November',
      'Fri, 20 November',
      'Fri 20 Nov',
      'Fri 20',
      'Nov',
      '9:30 am',
      '12 pm',
      '20 November, 9:30 am',
      '9:30 to 12:00',
      'morning',
      'Today',
      '20 November',
    ]);
  });

  test('eras are named in Japanese only', () => {
    expect([dates.eraYear(day), dates.eraDate(day), dates.yearLines(day)]).toEqual([
      '令和8年',
      '令和8年 11月20日',
      ['令和', '8年'],
    ]);
    speak('plain');
    expect([dates.eraYear(day), dates.eraDate(day), dates.yearLines(day)]).toEqual([
      '2026年',
      '2026年 11月20日',
      ['2026', '年'],
    ]);
    speak('en');
    expect([dates.eraYear(day), dates.eraDate(day), dates.yearLines(day)]).toEqual([
      '2026',
      '20 November 2026',
      ['2026', ''],
    ]);
  });

  test('money, units and ages', () => {
    const said = () => [
      yenWords(1200),
      yenWords(0),
      withUnit('54.2', 'kg'),
      withUnit('126', ''),
      ageWords(78),
    ];
    expect(said()).toEqual(['1,200円', 'むりょう', '54.2kg', '126', '78さい']);
    speak('plain');
    expect(said()).toEqual(['1,200円', '0円', '54.2kg', '126', '78さい']);
    speak('en');
    expect(said()).toEqual(['1,200 yen', 'Free', '54.2 kg', '126', '78 years old']);
    expect(ageWords(1)).toBe('1 year old');
  });
});
