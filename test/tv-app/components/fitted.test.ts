import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittedSize, measureFor } from '../../../tv-app/src/theme/measure.ts';

test('a word that fits keeps its size; one that does not becomes smaller, never under 36', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.integer({ min: 36, max: 100 }),
      fc.integer({ min: 50, max: 1700 }),
      (word, wanted, width) => {
        const size = fittedSize(word, wanted, true, width);
        expect(size).toBeGreaterThanOrEqual(36);
        expect(size).toBeLessThanOrEqual(wanted);
        const fits = measureFor(wanted, true)(word) <= width;
        expect(size === wanted || !fits).toBe(true);
        if (size > 36) expect(measureFor(size, true)(word)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
