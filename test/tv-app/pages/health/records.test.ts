import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../../mock-platform/src/protocol/health.ts';
import { checkUps, historyOf, rangeWords, tally } from '../../../../tv-app/src/pages/health/check-up.ts';
import { pressureReadings, weightReadings } from '../../../../tv-app/src/pages/health/observations.ts';
import { momentOf, summaryOf } from '../../../../tv-app/src/pages/health/summary.ts';
import {
  checkUpTrend,
  pressureTrend,
  weightChange,
  weightTrend,
} from '../../../../tv-app/src/pages/health/trends.ts';
import { jointVerdict, verdictOf } from '../../../../tv-app/src/pages/health/verdict.ts';
import {
  bundleOf,
  examinations,
  examined,
  pressure,
  pressures,
  weight,
  weights,
} from '../../canned-personal.ts';

const today = '2026-11-20';
const records = {
  pressures: pressureReadings(bundleOf(pressures)),
  weights: weightReadings(bundleOf(weights)),
  checkUps: checkUps(bundleOf(examinations)),
};

describe('reading observations', () => {
  test('blood pressures come newest first, whatever order the bundle has', () => {
    const readings = pressureReadings(bundleOf([pressures[3]!, pressures[6]!, pressures[0]!]));
    expect(readings.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-17', '2026-11-14']);
    expect(readings[0]).toMatchObject({ systolic: 126, diastolic: 78, source: 'ごじたくの 血圧計' });
  });

  test('a reading with one figure missing is left out rather than shown by half', () => {
    const half = pressure('2026-11-20T07:00:00+09:00', 126, 78);
    half.component = half.component!.slice(0, 1);
    expect(pressureReadings(bundleOf([half]))).toEqual([]);
  });

  test('a value entered in error is not shown', () => {
    const wrong: Observation = { ...weights[0]!, status: 'entered-in-error' };
    expect(weightReadings(bundleOf([wrong]))).toEqual([]);
  });

  test('the edges of a range belong to it', () => {
    expect(verdictOf(135, { low: 105, high: 135 })).toBe('inside');
    expect(verdictOf(135.1, { high: 135 })).toBe('high');
    expect(verdictOf(59, { low: 60 })).toBe('low');
    expect(verdictOf(135, { high: 135, below: true })).toBe('high');
    expect(verdictOf(134, { high: 135, below: true })).toBe('inside');
    expect(verdictOf(59, undefined)).toBe('unknown');
    expect(jointVerdict(['inside', 'high'])).toBe('high');
  });
});

describe('the first health page', () => {
  test('says what is new, then one row for each kind of record', () => {
    const { headline, rows } = summaryOf(records, today);
    expect(headline).toBe('きょうの けつあつが とどきました。');
    expect(rows.map(({ label, value, unit, words }) => [label, `${value}${unit}`, words])).toEqual([
      ['けつあつ', '126 / 78', 'めやすの なか'],
      ['たいじゅう', '54.2kg', ''],
      ['けんしん', '令和8年', 'めやすの そと 1つ'],
    ]);
    for (const { when, source } of rows) expect([when, source]).not.toContain('');
  });

  test('without any record it says so and has no values', () => {
    const summary = summaryOf({ pressures: [], weights: [], checkUps: [] }, today);
    expect(summary).toMatchObject({ headline: 'まだ きろくが ありません。', empty: true });
  });

  test('a moment is said by its day and part of the day, a bare day without a part', () => {
    expect(momentOf('2026-11-20T07:10:00+09:00', today)).toBe('きょうの あさ');
    expect(momentOf('2026-11-19T13:00:00Z', today)).toBe('きのうの よる');
    expect(momentOf('2026-11-02', today)).toBe('11月2日');
  });
});

describe('courses', () => {
  test('blood pressure shows seven days, the first reading of each, and days without one as gaps', () => {
    const readings = pressureReadings(
      bundleOf([
        pressure('2026-11-20T21:00:00+09:00', 140, 88),
        pressure('2026-11-20T07:10:00+09:00', 126, 78),
        pressure('2026-11-18T07:10:00+09:00', 128, 80),
      ]),
    );
    const trend = pressureTrend(readings);
    expect(trend.points.map(({ label }) => label)).toEqual(['14', '15', '16', '17', '18', '19', '20']);
    expect(trend.points[6]).toEqual({ label: '20', sublabel: '金', words: '20日 金曜日' });
    expect(trend.series[0]!.values).toEqual([null, null, null, null, 128, null, 126]);
    expect(trend.series.map(({ name, look }) => [name, look])).toEqual([
      ['上', 'solid'],
      ['下', 'dotted'],
    ]);
  });

  test('weight shows at most seven days and tells the change of a month', () => {
    const trend = weightTrend(records.weights);
    expect(trend.points).toHaveLength(7);
    expect(trend.points.map(({ sublabel }) => sublabel)).toEqual(['10月', '', '', '', '11月', '', '']);
    expect(weightChange(records.weights)).toBe(-0.8);
    expect(weightChange(weightReadings(bundleOf([weight('2026-11-18T08:00:00+09:00', 54)])))).toBeUndefined();
  });

  test('a value of the check-up goes by years, a year without one is a gap', () => {
    const trend = checkUpTrend(historyOf(records.checkUps, '3D046000001906202')!);
    expect(trend.points.map(({ words }) => words)).toEqual([
      '令和4年',
      '令和5年',
      '令和6年',
      '令和7年',
      '令和8年',
    ]);
    expect(trend.series[0]!.values).toEqual([5.6, 5.9, null, 5.7, 5.8]);
    expect(trend.series[0]!.target).toEqual({ high: 5.9 });
  });
});

describe('check-ups', () => {
  test('results are grouped by day, newest first, with plain names and the asked-for ones first', () => {
    expect(records.checkUps.map(({ day }) => day)).toEqual([
      '2026-06-10',
      '2025-06-12',
      '2023-06-08',
      '2022-06-09',
    ]);
    const [newest] = records.checkUps;
    expect(newest!.items.map(({ name, note }) => [name, note]).slice(0, 3)).toEqual([
      ['血圧の 上', ''],
      ['血糖の ようす', 'HbA1c'],
      ['わるい コレステロール', 'LDL'],
    ]);
    expect(tally(newest!)).toEqual({ inside: 5, judged: 6 });
  });

  test('the sign follows the range that stands beside it, and the mark only where there is none', () => {
    const ranged = examined(today, '3F077000002327101', 'LDL', 149, 'mg/dl', { high: 139 });
    const mark = { coding: [{ code: 'N' }] };
    const [first] = checkUps(bundleOf([{ ...ranged, interpretation: [mark] }]));
    expect(first!.items[0]!.verdict).toBe('high');
    const { referenceRange: _, ...bare } = ranged;
    const [second] = checkUps(bundleOf([{ ...bare, interpretation: [mark] } as Observation]));
    expect(second!.items[0]!.verdict).toBe('inside');
  });

  test('ranges are said in words', () => {
    expect(rangeWords({ low: 70, high: 139 })).toBe('70から 139');
    expect(rangeWords({ high: 5.9 })).toBe('5.9まで');
    expect(rangeWords({ low: 60 })).toBe('60から 上');
  });

  test('an unknown value keeps the name it came with, at the end', () => {
    const [up] = checkUps(
      bundleOf([
        examined(today, '5Z999000000000001', 'めずらしい 検査', 1, ''),
        examined(today, '3D046000001906202', 'HbA1c', 5.8, '%'),
      ]),
    );
    expect(up!.items.map(({ name }) => name)).toEqual(['血糖の ようす', 'めずらしい 検査']);
  });
});

const sample = path.resolve(
  import.meta.dirname,
  '../../../../../shared/data/fhir/Bundle-Bundle-eCheckupReport-Sample-01.json',
);

describe('the published sample of a check-up report', () => {
  test.skipIf(!existsSync(sample))(
    'gives its figures with names, ranges and signs, and no answers to questions',
    () => {
      const document = JSON.parse(readFileSync(sample, 'utf8')) as {
        entry: { resource: Observation & { resourceType: string } }[];
      };
      const observations = document.entry
        .map(({ resource }) => resource)
        .filter(({ resourceType }) => resourceType === 'Observation');
      const [up] = checkUps(bundleOf(observations));
      expect(up!.day).toBe('2020-04-04');
      const found = (name: string) => up!.items.find((item) => item.name === name || item.note === name);
      expect(found('HbA1c')).toMatchObject({
        value: 7,
        unit: '%',
        verdict: 'high',
        range: { low: 4.3, high: 5.8 },
      });
      expect(found('LDL')).toMatchObject({ value: 88, verdict: 'inside' });
      // Marked N by its sender although it lies outside its own range: the range on the screen decides.
      expect(found('血圧の 上')).toMatchObject({ value: 149, verdict: 'high' });
      expect(up!.items.length).toBeGreaterThanOrEqual(13);
      expect(up!.items.every(({ name }) => name.length <= 14)).toBe(true);
      expect(JSON.stringify(up)).not.toContain('喫煙');
    },
  );
});
