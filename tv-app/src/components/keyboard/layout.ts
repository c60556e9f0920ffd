import type { KanaOrder } from '../../app/settings.ts';
import { type Mark, toKatakana } from './kana.ts';

/** Sheets of keys: かな, カナ, both with their marks, letters, digits. */
export const sheets = ['hiragana', 'katakana', 'marked', 'latin', 'number'] as const;
export type Sheet = (typeof sheets)[number];

/** What a key does. */
export type KeyAct =
  | { kind: 'type'; characters: string }
  | { kind: 'mark'; mark: Mark }
  | { kind: 'sheet'; sheet: Sheet }
  | { kind: 'erase' }
  | { kind: 'erase-all' }
  | { kind: 'done' };

export interface KeyboardCell {
  /** Name within the keyboard; the focus comes back to it. */
  key: string;
  act: KeyAct;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Keys of 96×96 with 20 px between them: the ring of one touches its neighbour nowhere. */
export const keySize = 96;
export const keyGap = 20;
const pitch = keySize + keyGap;
const rows = 5;
const middle = 5;
export const gridColumns = 11;
/** Width of the characters' part, and where the keys beside it begin. */
export const gridWidth = gridColumns * pitch - keyGap;
const sideLeft = gridWidth + 36;
const sideWidth = 1728 - sideLeft;

/** Columns of five, あ first; a space is no key. */
const kanaColumns = [
  'あいうえお',
  'かきくけこ',
  'さしすせそ',
  'たちつてと',
  'なにぬねの',
  'はひふへほ',
  'まみむめも',
  'や ゆ よ',
  'らりるれろ',
  'わ を ん',
] as const;
const markedColumns = [
  'がぎぐげご',
  'ざじずぜぞ',
  'だぢづでど',
  'ばびぶべぼ',
  'ぱぴぷぺぽ',
  'ぁぃぅぇぉ',
  'ゃ ゅ ょ',
  'っゎヴ',
] as const;
/** Under each other in rows of ten. */
const latinRows = ['ABCDEFGHIJ', 'KLMNOPQRST', 'UVWXYZ-.・@', '1234567890'] as const;
const numberRows = ['123', '456', '789', '-0'] as const;

/**
 * Keys that change the character before the cursor, ー and the space: a column in the middle of the kana, from where the way to
 * every row is short (test/tv-app/keyboard/key-count.test.ts), and the last one of the letters.
 */
const middleColumn: readonly Extract<KeyAct, { kind: 'mark' | 'type' }>[] = [
  { kind: 'mark', mark: 'voiced' },
  { kind: 'mark', mark: 'half-voiced' },
  { kind: 'mark', mark: 'small' },
  { kind: 'type', characters: 'ー' },
  { kind: 'type', characters: '　' },
];

/** How a sheet looks. */
export interface SheetLook {
  order: KanaOrder;
  /** Letters are small. */
  lower: boolean;
  /** Kana with marks are katakana. */
  katakana: boolean;
}

/** All keys of a sheet, in the keyboard's own coordinates. */
export function cellsOf(sheet: Sheet, look: SheetLook): KeyboardCell[] {
  return [...charactersOf(sheet, look), ...side()];
}

/** The characters' keys of one column of the kana from top to bottom, which a number key walks down (1 あ … 0 わ). */
export function columnOfDigit(sheet: Sheet, digit: string): string[] {
  if (sheet !== 'hiragana' && sheet !== 'katakana') return [];
  const column = kanaColumns[(Number(digit) + 9) % 10] ?? '';
  return [...column]
    .filter((one) => one !== ' ')
    .map((one) => keyOf(sheet === 'katakana' ? toKatakana(one) : one));
}

const keyOf = (characters: string): string => `type-${characters}`;

function charactersOf(sheet: Sheet, { order, lower, katakana }: SheetLook): KeyboardCell[] {
  switch (sheet) {
    case 'hiragana':
      return [...columns(kanaColumns, order), ...marksIn(middle)];
    case 'katakana':
      return [...columns(kanaColumns.map(toKatakana), order), ...marksIn(middle)];
    case 'marked':
      return [
        ...columns(katakana ? markedColumns.map(toKatakana) : markedColumns, order),
        ...marksIn(middle),
      ];
    case 'latin':
      return [
        ...lines(
          latinRows.map((row) => (lower ? row.toLowerCase() : row)),
          1,
        ),
        ...marksIn(gridColumns - 1).filter(({ act }) => act.kind !== 'mark' || act.mark === 'small'),
      ];
    case 'number':
      return lines(numberRows, 2);
  }
}

function columns(characters: readonly string[], order: KanaOrder): KeyboardCell[] {
  return characters.flatMap((column, at) =>
    [...column].flatMap((one, row) => (one === ' ' ? [] : [typing(one, placeOf(at, order), row)])),
  );
}

/** Column of the grid in which the nth of the kana stands: five on each side of the middle. */
function placeOf(column: number, order: KanaOrder): number {
  const place = column < middle ? column : column + 1;
  return order === 'from-left' ? place : gridColumns - 1 - place;
}

function marksIn(column: number): KeyboardCell[] {
  return middleColumn.map((act, row) => ({
    key: act.kind === 'mark' ? `mark-${act.mark}` : keyOf(act.characters),
    act,
    ...boxAt(column, row),
  }));
}

function lines(texts: readonly string[], span: number): KeyboardCell[] {
  return texts.flatMap((line, row) =>
    [...line].map((one, column) => ({
      ...typing(one, column * span, row),
      w: span * pitch - keyGap,
    })),
  );
}

function typing(characters: string, column: number, row: number): KeyboardCell {
  return { key: keyOf(characters), act: { kind: 'type', characters }, ...boxAt(column, row) };
}

function boxAt(column: number, row: number) {
  return { x: column * pitch, y: row * pitch, w: keySize, h: keySize };
}

/** Keys beside the characters: the same on every sheet. */
function side(): KeyboardCell[] {
  const half = (sideWidth - keyGap) / 2;
  const at = (column: number, row: number, wide: boolean) => ({
    x: sideLeft + column * (half + keyGap),
    y: row * pitch,
    w: wide ? sideWidth : half,
    h: keySize,
  });
  const sheetKey = (sheet: Sheet, column: number, row: number): KeyboardCell => ({
    key: `sheet-${sheet}`,
    act: { kind: 'sheet', sheet },
    ...at(column, row, false),
  });
  return [
    { key: 'erase', act: { kind: 'erase' }, ...at(0, 0, false) },
    { key: 'erase-all', act: { kind: 'erase-all' }, ...at(1, 0, false) },
    sheetKey('hiragana', 0, 1),
    sheetKey('katakana', 1, 1),
    sheetKey('marked', 0, 2),
    sheetKey('latin', 1, 2),
    { ...sheetKey('number', 0, 3), w: sideWidth },
    { key: 'done', act: { kind: 'done' }, ...at(0, rows - 1, true) },
  ];
}
