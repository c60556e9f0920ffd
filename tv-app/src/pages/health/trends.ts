import type { Trend } from '../../charts/trend.ts';
import { health } from '../../messages/health.ts';
import { addDays, daysBetween } from '../../text/calendar.ts';
import { dayInMonth, dayWords, eraYear, monthShort, weekdayShort, yearLines } from '../../text/dates.ts';
import type { CheckUpHistory } from './check-up.ts';
import type { PressureReading, WeightReading } from './observations.ts';
import { homeBloodPressure } from './targets.ts';

const weekLength = 7;
const mostPoints = 7;
/** Kilograms that the weight's axis covers at least. */
const weightSpan = 6;

/**
 * The seven days up to the last reading, the first reading of each day (morning readings are the ones that compare). A day
 * without one stays empty.
 */
export function pressureTrend(readings: readonly PressureReading[]): Trend {
  const last = readings[0]?.day;
  const days = last === undefined ? [] : week(last);
  // Newest first: the last one found for a day is its earliest.
  const byDay = new Map(readings.map((reading) => [reading.day, reading]));
  const value = (pick: (reading: PressureReading) => number) =>
    days.map((day) => {
      const reading = byDay.get(day);
      return reading === undefined ? null : pick(reading);
    });
  return {
    points: days.map((day) => ({
      label: String(Number(day.slice(8))),
      sublabel: weekdayShort(day),
      words: dayInMonth(day),
    })),
    series: [
      {
        name: health.systolic,
        look: 'solid',
        values: value(({ systolic }) => systolic),
        target: homeBloodPressure.systolic,
      },
      {
        name: health.diastolic,
        look: 'dotted',
        values: value(({ diastolic }) => diastolic),
        target: homeBloodPressure.diastolic,
      },
    ],
    unit: '',
  };
}

/** The last seven days with a weight, oldest first, at equal distances; the month stands where it changes. */
export function weightTrend(readings: readonly WeightReading[]): Trend {
  const byDay = new Map(readings.map((reading) => [reading.day, reading]));
  const days = [...byDay.keys()].slice(0, mostPoints).reverse();
  return {
    points: days.map((day, at) => ({
      label: String(Number(day.slice(8))),
      sublabel: day.slice(0, 7) === days[at - 1]?.slice(0, 7) ? '' : monthShort(day),
      words: dayWords(day),
    })),
    series: [
      {
        name: '',
        look: 'solid',
        values: days.map((day) => byDay.get(day)?.kilograms ?? null),
      },
    ],
    unit: 'kg',
    leastSpan: weightSpan,
  };
}

/** One value of the check-ups by year; a year without one stays empty. At most seven years. */
export function checkUpTrend({ item, values }: CheckUpHistory): Trend {
  const byYear = new Map(values.map((entry) => [Number(entry.day.slice(0, 4)), entry]));
  const years = [...byYear.keys()];
  const last = Math.max(...years);
  const first = Math.max(Math.min(...years), last - mostPoints + 1);
  const span = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  return {
    points: span.map((year) => {
      const day = byYear.get(year)?.day ?? `${year}-06-30`;
      const [label, sublabel] = yearLines(day);
      return { label, sublabel, words: eraYear(day) };
    }),
    series: [
      {
        name: '',
        look: 'solid',
        values: span.map((year) => byYear.get(year)?.value ?? null),
        ...(item.range ? { target: item.range } : {}),
      },
    ],
    unit: item.unit,
    leastSpan: Math.abs(item.value) * 0.4,
  };
}

/** How much the weight has changed since the day nearest to 30 days before the last one; nothing without an older value. */
export function weightChange(readings: readonly WeightReading[]): number | undefined {
  const last = readings[0];
  if (!last) return undefined;
  const fromMonth = ({ day }: WeightReading) => Math.abs(daysBetween(day, last.day) - 30);
  const [base] = readings
    .filter(({ day }) => daysBetween(day, last.day) >= 21)
    .sort((one, other) => fromMonth(one) - fromMonth(other));
  return base === undefined ? undefined : Math.round((last.kilograms - base.kilograms) * 10) / 10;
}

function week(last: string): string[] {
  return Array.from({ length: weekLength }, (_, index) => addDays(last, index - weekLength + 1));
}
