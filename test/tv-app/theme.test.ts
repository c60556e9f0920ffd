import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { contrast } from '../../tv-app/src/theme/contrast.ts';
import { type Palette, palettes } from '../../tv-app/src/theme/palettes.ts';
import {
  colours,
  contrasts,
  focusRing,
  focusRings,
  layout,
  levelColours,
  motion,
  ringReach,
  sizes,
  strokes,
  type TypeRole,
  useContrast,
} from '../../tv-app/src/theme/tokens.ts';

type Colour = keyof Palette;

/** Every ground that carries text, with all text that stands on it. */
const textOn: Partial<Record<Colour, readonly Colour[]>> = {
  ink: ['text', 'secondText', 'leaf', 'water'],
  surface: ['text', 'secondText', 'leaf', 'water'],
  surfaceFocused: ['text', 'secondText', 'leaf'],
  surfacePressed: ['text', 'secondText'],
  paper: ['inkOnPaper', 'secondOnPaper'],
  paperFocused: ['inkOnPaper', 'secondOnPaper'],
  paperPressed: ['inkOnPaper', 'secondOnPaper'],
  text: ['inkOnPaper'],
  leaf: ['inkOnPaper'],
  black: ['white', 'text', 'secondText'],
  orderAnswer: ['white', 'text'],
  orderAnswerFocused: ['white', 'text'],
};

/** Shapes, lines and rings, with every colour that they lie against. */
const shapesAgainst: Partial<Record<Colour, readonly Colour[]>> = {
  edge: ['ink', 'surface'],
  focus: ['ink', 'surface', 'surfaceFocused', 'black', 'orderAnswer', 'orderAnswerFocused'],
  leaf: ['ink', 'surface', 'surfaceFocused', 'band'],
  water: ['surface', 'surfaceFocused', 'band'],
  text: ['surface', 'surfaceFocused', 'band'],
  paper: ['ink', 'surface', 'surfaceFocused', 'black'],
  darkLeaf: ['paper', 'paperFocused', 'paperPressed'],
  inkOnPaper: ['paper', 'paperShade', 'hand'],
  keyBlue: ['ink'],
  keyRed: ['ink'],
  keyGreen: ['ink'],
  keyYellow: ['ink'],
};

const pairsOf = (table: Partial<Record<Colour, readonly Colour[]>>): [Colour, Colour][] =>
  Object.entries(table).flatMap(([one, others]) =>
    (others ?? []).map((other) => [other, one as Colour] satisfies [Colour, Colour]),
  );

afterEach(() => useContrast('normal'));

describe.each(contrasts)('%s contrast', (mode) => {
  const palette = palettes[mode];

  test.each(pairsOf(textOn))('%s on %s can be read (7:1)', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(7);
  });

  test.each(pairsOf(shapesAgainst))('%s stands out from %s (3:1)', (ground, shape) => {
    expect(contrast(palette[shape], palette[ground])).toBeGreaterThanOrEqual(3);
  });

  test('is what the pages read once it is chosen', () => {
    useContrast(mode);
    expect({ ...colours }).toEqual(palette);
    expect({ ...focusRing }).toEqual(focusRings[mode]);
  });

  test('the ring is at least 6 px of yellow and black, stands off by 4 px and reaches its neighbour nowhere', () => {
    const { gap, ring, outline } = focusRings[mode];
    expect(ring + outline).toBeGreaterThanOrEqual(6);
    expect(gap).toBeGreaterThanOrEqual(4);
    expect(gap + ring + outline).toBe(ringReach);
    expect(ringReach).toBeLessThan(24);
  });
});

describe('high contrast', () => {
  const palette = palettes.high;

  test('is pure black ground and pure white text, and on paper the other way round', () => {
    expect([palette.ink, palette.surface]).toEqual([0xff000000, 0xff000000]);
    expect([palette.text, palette.secondText, palette.edge]).toEqual([0xffffffff, 0xffffffff, 0xffffffff]);
    expect([palette.paper, palette.inkOnPaper, palette.secondOnPaper]).toEqual([
      0xffffffff, 0xff000000, 0xff000000,
    ]);
    for (const sign of ['leaf', 'water'] as const)
      expect(contrast(palette[sign], palette.ink)).toBeGreaterThan(14);
  });

  test('has a thicker ring and stronger edges', () => {
    expect(focusRings.high.ring).toBeGreaterThan(focusRings.normal.ring);
    const normal = strokes.edge;
    useContrast('high');
    expect(strokes.edge).toBeGreaterThan(normal);
  });
});

test('the official colours carry only number and name, each in the better of black and white', () => {
  for (const { ground, text } of Object.values(levelColours)) {
    const other = text === colours.black ? colours.white : colours.black;
    expect(contrast(ground, text)).toBeGreaterThan(contrast(ground, other));
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(5.5);
  }
});

test('nothing is smaller than 36, body is 48 or 60, headings 64 to 92, key numbers 96 at least', () => {
  for (const role of Object.keys(sizes.normal) as TypeRole[]) {
    expect(sizes.normal[role]).toBeGreaterThanOrEqual(36);
    expect(sizes.large[role]).toBeGreaterThan(sizes.normal[role]);
  }
  expect([sizes.normal.body, sizes.large.body]).toEqual([48, 60]);
  expect(sizes.normal.title).toBe(64);
  expect(sizes.normal.number).toBeGreaterThanOrEqual(96);
});

test('a line of body text holds at most 34 full-width characters', () => {
  expect((layout.right - layout.left - 96) / sizes.normal.body).toBeLessThanOrEqual(34);
});

test('nothing moves for longer than 200 ms', () => {
  expect(motion.press).toBeLessThanOrEqual(motion.longest);
  expect(motion.longest).toBeLessThanOrEqual(200);
});

describe('the colours of warnings belong to warnings', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const filesIn = (folder: string, ending: RegExp) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && ending.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const warning = /ff2800|aa00aa|f2e700|0c000c/i;

  test('they are written in one table only, and in no drawing', () => {
    const files = [
      ...filesIn('tv-app/src', /\.(ts|js|css|html)$/),
      ...filesIn('assets/icons', /\.svg$/),
      ...filesIn('assets/pictures', /\.svg$/),
    ];
    expect(files.length).toBeGreaterThan(100);
    const found = files.filter((file) => warning.test(readFileSync(path.join(root, file), 'utf8')));
    expect(found).toEqual(['tv-app/src/theme/tokens.ts']);
  });

  test('only the order and its band read that table', () => {
    const readers = filesIn('tv-app/src', /\.ts$/).filter((file) =>
      /\blevelColours\b/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    const allowed = /^tv-app\/src\/(theme\/|components\/level-band\/|pages\/order\/)/;
    expect(readers.filter((file) => !allowed.test(file))).toEqual([]);
  });

  test('no other colour looks like one of them', () => {
    const near = (one: number, other: number) =>
      [16, 8, 0].every((shift) => Math.abs(((one >>> shift) & 0xff) - ((other >>> shift) & 0xff)) < 24);
    const official = [0xff2800, 0xaa00aa, 0xf2e700];
    for (const mode of contrasts) {
      for (const [name, colour] of Object.entries(palettes[mode]))
        expect(
          official.filter((one) => near(one, colour)),
          name,
        ).toEqual([]);
    }
  });
});
