import { describe, expect, test } from 'vitest';
import { kanaOrders } from '../../../tv-app/src/app/settings.ts';
import {
  cellsOf,
  columnOfDigit,
  gridWidth,
  keyGap,
  keySize,
  type Sheet,
  sheets,
} from '../../../tv-app/src/components/keyboard/layout.ts';
import { pressesFor } from './presses.ts';

/** Family and given names that are common among people over 65 and their families, by reading. */
const names = [
  'さとう　はなこ',
  'すずき　いさむ',
  'たかはし　ふみ',
  'たなか　よしこ',
  'いとう　けんじ',
  'わたなべ　きよし',
  'やまもと　かずこ',
  'なかむら　しげる',
  'こばやし　さちこ',
  'かとう　みのる',
  'よしだ　としお',
  'やまだ　たけし',
  'ささき　ゆい',
  'やまぐち　のぶこ',
  'まつもと　ひでお',
  'いのうえ　あきら',
  'きむら　せつこ',
  'はやし　まこと',
  'さいとう　しょういち',
  'しみず　じゅんこ',
];

const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

describe('keys of the remote control for a name', () => {
  const arrows = names.map((name) => pressesFor(name, { digits: false }));
  const digits = names.map((name) => pressesFor(name, { digits: true }));

  test('with the number keys no typical name takes more than 60, 確定 included', () => {
    expect(digits.filter((count) => count > 60)).toEqual([]);
    expect(total(digits) / names.length).toBeLessThanOrEqual(45);
  });

  test('with the arrows alone the typical name still stays within 60', () => {
    const sorted = [...arrows].sort((a, b) => a - b);
    expect(sorted[names.length / 2]).toBeLessThanOrEqual(60);
  });

  test('the number keys never make it longer', () => {
    for (const [at, count] of digits.entries()) expect(count).toBeLessThanOrEqual(arrows[at] ?? 0);
  });
});

describe('the keys', () => {
  const all = sheets.flatMap((sheet) =>
    kanaOrders.map((order): [Sheet, (typeof kanaOrders)[number]] => [sheet, order]),
  );

  test.each(all)('of %s %s are large enough, apart, inside, and 確定 is among them', (sheet, order) => {
    const cells = cellsOf(sheet, { order, lower: false, katakana: false });
    expect(cells.some(({ act }) => act.kind === 'done')).toBe(true);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
    for (const one of cells) {
      expect(Math.min(one.w, one.h)).toBeGreaterThanOrEqual(96);
      expect([one.x >= 0, one.y >= 0, one.x + one.w <= 1728, one.y + one.h <= 560]).not.toContain(false);
      for (const other of cells) {
        if (other === one) continue;
        const apart = Math.max(
          other.x - one.x - one.w,
          one.x - other.x - other.w,
          other.y - one.y - one.h,
          one.y - other.y - other.h,
        );
        expect(apart, `${one.key} and ${other.key}`).toBeGreaterThanOrEqual(keyGap);
      }
    }
  });

  test('あ stands at the left, or at the right where that is wanted', () => {
    const xOf = (order: (typeof kanaOrders)[number]) =>
      cellsOf('hiragana', { order, lower: false, katakana: false }).find(({ key }) => key === 'type-あ')?.x;
    expect(xOf('from-left')).toBe(0);
    expect(xOf('from-right')).toBe(gridWidth - keySize);
  });

  test('each number key leads down a column of its own, 1 あ to 0 わ', () => {
    expect(columnOfDigit('hiragana', '1')).toEqual(['type-あ', 'type-い', 'type-う', 'type-え', 'type-お']);
    expect(columnOfDigit('katakana', '8')).toEqual(['type-ヤ', 'type-ユ', 'type-ヨ']);
    expect(columnOfDigit('hiragana', '0')).toEqual(['type-わ', 'type-を', 'type-ん']);
    expect(columnOfDigit('number', '1')).toEqual([]);
  });
});
