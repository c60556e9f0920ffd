import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atHour, daysLater, japanDay } from '../../../../mock-platform/src/notices/watch-over/japan-day.ts';
import {
  isAbsent,
  silentHours,
  silentSince,
  stepOf,
  steps,
  toldAt,
} from '../../../../mock-platform/src/notices/watch-over/silence.ts';

const day = fc.integer({ min: 0, max: 60 }).map((count) => daysLater('2026-11-01', count));
const absence = fc
  .tuple(day, fc.integer({ min: 0, max: 9 }))
  .map(([from, length]) => ({ from, until: daysLater(from, length) }));
const instant = fc.date({
  min: new Date('2026-11-01T00:00:00Z'),
  max: new Date('2026-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const named = fc.uniqueArray(fc.constantFrom('family', 'welfare-officer', 'town' as const), { minLength: 1 });

/** Slow and plain: every hour is looked at by itself. */
function hoursOneByOne(since: Date, now: Date, absences: readonly { from: string; until: string }[]): number {
  let hours = 0;
  for (let at = since.getTime(); at < now.getTime(); at += 3_600_000)
    if (!isAbsent(japanDay(new Date(at)), absences)) hours += 1;
  return hours;
}

describe('The rules of silence', () => {
  it('count the hours without the days of planned absences, whichever way these overlap', () => {
    fc.assert(
      fc.property(day, fc.nat(24 * 12), fc.array(absence, { maxLength: 5 }), (from, length, absences) => {
        const since = atHour(from, 7);
        const now = new Date(since.getTime() + length * 3_600_000);
        expect(silentHours(since, now, absences)).toBeCloseTo(hoursOneByOne(since, now, absences), 6);
      }),
      { numRuns: 200 },
    );
  });

  it('begin with the first question after the last sign of life', () => {
    fc.assert(
      fc.property(
        fc.array(instant, { maxLength: 8 }),
        fc.option(instant, { nil: undefined }),
        (asked, sign) => {
          const since = silentSince(asked, sign);
          const open = asked.filter((at) => sign === undefined || at > sign);
          if (since === undefined) expect(open).toEqual([]);
          else expect(open.every((at) => at >= since) && open.includes(since)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
    expect(silentSince([atHour('2026-11-20', 7)], atHour('2026-11-20', 8))).toBeUndefined();
  });

  it('nobody who answers every day before the next question is ever reported', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1439 }), { minLength: 2, maxLength: 10 }), (minutes) => {
        const asked = minutes.map((_, at) => atHour(daysLater('2026-11-01', at), 7));
        for (const [at, late] of minutes.entries()) {
          const now = new Date(asked[at]!.getTime() + late * 60_000 - 1);
          const before =
            at === 0 ? undefined : new Date(asked[at - 1]!.getTime() + minutes[at - 1]! * 60_000);
          const since = silentSince(asked.slice(0, at + 1), before);
          expect(since && stepOf(silentHours(since, now, []))).toBeUndefined();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('tell only those who were named, each step as many as the one before or more, the last one all', () => {
    fc.assert(
      fc.property(named, (kinds) => {
        const names = kinds.map((kind) => ({ kind, name: kind }));
        let before: typeof names = [];
        for (const step of steps) {
          const told = toldAt(step, names);
          expect(told.length).toBeGreaterThan(0);
          expect(names).toEqual(expect.arrayContaining(told));
          expect(told).toEqual(expect.arrayContaining(before));
          before = told;
        }
        expect(before).toEqual(names);
      }),
    );
    expect(stepOf(23.99)).toBeUndefined();
    expect([24, 47, 48, 72, 500].map(stepOf)).toEqual([24, 24, 48, 72, 72]);
  });
});
