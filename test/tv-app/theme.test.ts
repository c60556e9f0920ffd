import { expect, test } from 'vitest';
import { contrast } from '../../tv-app/src/theme/contrast.ts';
import { colours, levelColours, sizes } from '../../tv-app/src/theme/tokens.ts';

type Colour = keyof typeof colours;
const textPairs: [Colour, Colour][] = [
  ['text', 'ink'],
  ['text', 'surface'],
  ['text', 'surfaceFocused'],
  ['secondText', 'ink'],
  ['secondText', 'surface'],
  ['secondText', 'surfaceFocused'],
  ['secondText', 'black'],
  ['leaf', 'surface'],
  ['water', 'surface'],
  ['inkOnPaper', 'paper'],
  ['inkOnPaper', 'paperFocused'],
  ['secondOnPaper', 'paper'],
  ['secondOnPaper', 'paperFocused'],
  ['inkOnPaper', 'leaf'],
  ['white', 'black'],
  ['white', 'orderAnswer'],
  ['white', 'orderAnswerFocused'],
];
const shapePairs: [Colour, Colour][] = [
  ['edge', 'ink'],
  ['edge', 'surface'],
  ['focus', 'ink'],
  ['focus', 'black'],
  ['focus', 'surfaceFocused'],
  ['darkLeaf', 'paper'],
  ['keyBlue', 'ink'],
  ['keyRed', 'ink'],
  ['keyGreen', 'ink'],
  ['keyYellow', 'ink'],
  ['leaf', 'band'],
  ['water', 'band'],
];

test.each(textPairs)('%s on %s can be read (7:1)', (text, ground) => {
  expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(7);
});

test.each(shapePairs)('%s stands out from %s (3:1)', (shape, ground) => {
  expect(contrast(colours[shape], colours[ground])).toBeGreaterThanOrEqual(3);
});

test('the official colours carry only number and name, each in the better of black and white', () => {
  for (const { ground, text } of Object.values(levelColours)) {
    const other = text === colours.black ? colours.white : colours.black;
    expect(contrast(ground, text)).toBeGreaterThan(contrast(ground, other));
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(5.5);
  }
});

test('nothing is smaller than 36, and 大きく makes every size larger', () => {
  for (const role of Object.keys(sizes.normal) as (keyof typeof sizes.normal)[]) {
    expect(sizes.normal[role]).toBeGreaterThanOrEqual(36);
    expect(sizes.large[role]).toBeGreaterThan(sizes.normal[role]);
  }
});
