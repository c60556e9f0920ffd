import { describe, expect, test } from 'vitest';
import { awayDays, chosenAbsence } from '../../../tv-app/src/pages/watch-over/absence.ts';

describe('days away from home', () => {
  // In Japan it is the 21st already.
  const now = new Date('2026-11-20T15:30:00Z');

  test('begin today in Japan and last as chosen', () => {
    expect([0, 1, 2].map((choice) => awayDays(choice, now))).toEqual([
      undefined,
      { from: '2026-11-21', until: '2026-11-22' },
      { from: '2026-11-21', until: '2026-11-28' },
    ]);
  });

  test('what is planned stands for the choice that planned it', () => {
    const id = '7f5c1d7e-0000-4000-8000-000000000001';
    expect(chosenAbsence([], now)).toBe(0);
    for (const choice of [1, 2]) {
      const days = awayDays(choice, now);
      expect(days && chosenAbsence([{ id, ...days }], now)).toBe(choice);
    }
  });
});
