import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });

it('A percentile is a measured value that so many do not exceed, and no smaller one is', () => {
  expect(percentile([15, 20, 35, 40, 50], 0.3)).toBe(20);
  expect(percentile([15, 20, 35, 40, 50], 1)).toBe(50);
  expect(percentile([], 0.99)).toBeNaN();
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (all, hundredths) => {
      const found = percentile(all, hundredths / 100);
      const share = (some: number[]) => (100 * some.length) / all.length;
      expect(share(all.filter((one) => one <= found))).toBeGreaterThanOrEqual(hundredths - 1e-9);
      expect(share(all.filter((one) => one < found))).toBeLessThan(hundredths + 1e-9);
    }),
  );
});

it('The median is the middle one, or between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([8, 2, 4, 6])).toBe(5);
  expect(median([])).toBeNaN();
});
