import { expect, it } from 'vitest';
import { clockOf, japanTime } from '../../../../mock-platform/src/console/page/japan-time.ts';

it('the pages show the time of Japan wherever the browser is', () => {
  const late = new Date('2026-11-20T15:05:04Z');
  expect(japanTime(late)).toMatchObject({ month: 11, day: 21, weekday: '土', hour: 0, minute: 5 });
  expect(clockOf(late)).toBe('00:05:04');
});
