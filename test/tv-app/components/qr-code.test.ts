import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrModules } from '../../../tv-app/src/components/qr-code/modules.ts';

/** The three finder patterns of every QR code: 7×7 dark ring, light ring, dark 3×3. */
function finderAt(modules: readonly (readonly boolean[])[], row: number, column: number): boolean {
  for (let y = 0; y < 7; y += 1) {
    for (let x = 0; x < 7; x += 1) {
      const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
      if (modules[row + y]?.[column + x] !== (ring !== 2)) return false;
    }
  }
  return true;
}

test('is square, of a legal size, with its finder patterns in three corners', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\x20-\x7e]{1,200}$/), (content) => {
      const modules = qrModules(content);
      const size = modules.length;
      expect((size - 17) % 4).toBe(0);
      expect(modules.every((line) => line.length === size)).toBe(true);
      expect(finderAt(modules, 0, 0) && finderAt(modules, 0, size - 7)).toBe(true);
      expect(finderAt(modules, size - 7, 0)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('an address of a device page fits into modules that a telephone sees from two metres', () => {
  const modules = qrModules('https://chanoma.example/device?user_code=BDWP-HQPK');
  expect(Math.floor(560 / (modules.length + 8))).toBeGreaterThanOrEqual(12);
});

test.each(['', 'ひより', 'x'.repeat(5000)])('refuses what cannot be one (%#)', (content) => {
  expect(() => qrModules(content)).toThrow(RangeError);
});
