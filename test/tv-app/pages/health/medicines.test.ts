import { describe, expect, test } from 'vitest';
import { medicinesOn, timesOf } from '../../../../tv-app/src/pages/health/medicines.ts';
import { figureOf, judgePressure, judgeWeight } from '../../../../tv-app/src/pages/health/plausible.ts';
import { medicine } from '../../canned-health.ts';

describe('medicines of a day', () => {
  test.each([
    ['1日1回 朝食後に服用', ['morning']],
    ['内服・経口・1日3回朝昼夕食後', ['morning', 'noon', 'evening']],
    ['1日3回毎食後に服用', ['morning', 'noon', 'evening']],
    ['1日2回 朝・就寝前', ['morning', 'night']],
    ['痛い時', ['needed']],
    ['', ['needed']],
  ])('%s', (usage, times) => expect(timesOf(usage)).toEqual(times));

  test('are those whose supply lasts; a daily amount is shared among its times', () => {
    const pill = medicine('アムロジピン錠5mg', '1日1回 朝食後に服用', 1);
    const on = (day: string) => medicinesOn([pill], day).length;
    expect([on('2026-11-13'), on('2026-11-14'), on('2026-12-11'), on('2026-12-12')]).toEqual([0, 1, 1, 0]);
    const daily = {
      ...pill,
      dosageInstruction: [
        { text: '【1日3回毎食後】', doseAndRate: [{ rateRatio: { numerator: { value: 3, unit: '錠' } } }] },
      ],
    };
    expect(medicinesOn([daily], '2026-11-20')).toMatchObject([
      { count: 1, unit: '錠', source: 'ひより薬局' },
    ]);
    expect(medicinesOn([{ ...pill, status: 'entered-in-error' }], '2026-11-20')).toEqual([]);
  });
});

describe('what is typed', () => {
  test.each([
    ['systolic', '126', 126],
    ['diastolic', '78', 78],
    ['weight', '54', 54],
    ['weight', '542', 54.2],
    ['weight', '104', 104],
    ['weight', '1042', 104.2],
    ['weight', '', undefined],
  ] as const)('%s %s', (field, digits, value) => expect(figureOf(field, digits)).toBe(value));

  const last = { at: '2026-11-20', day: '2026-11-20', systolic: 126, diastolic: 78, source: '' };
  test.each([
    [130, 80, 'usual'],
    [190, 100, 'unusual'],
    [126, 139, 'outside'],
    [80, 80, 'outside'],
    [225, 90, 'unusual'],
    [30, 20, 'outside'],
    [85, 45, 'unusual'],
  ] as const)('blood pressure %d/%d after 126/78 is %s', (systolic, diastolic, judged) =>
    expect(judgePressure({ systolic, diastolic }, last)).toBe(judged),
  );

  test('a weight is asked about when it leaps', () => {
    const before = { at: '', day: '', kilograms: 54.2, source: '' };
    expect([54, 60.5, 9, 160].map((kilograms) => judgeWeight(kilograms, before))).toEqual([
      'usual',
      'unusual',
      'outside',
      'unusual',
    ]);
    expect(judgeWeight(80, undefined)).toBe('usual');
  });
});
