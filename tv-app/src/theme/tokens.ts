/**
 * The one table of looks (design: mock-ups README). Colours are ARGB as Lightning wants them; every pair of text and ground
 * named here is checked for contrast by a test.
 */
export const colours = {
  ink: 0xff12171c,
  surface: 0xff1c242b,
  surfaceFocused: 0xff2b3640,
  edge: 0xff63717d,
  text: 0xfff7f5f0,
  secondText: 0xffc8ced3,
  leaf: 0xff9bd770,
  band: 0xff2c3b33,
  water: 0xff9cc7e0,
  paper: 0xfff4ebdd,
  paperFocused: 0xfffbf6ec,
  inkOnPaper: 0xff171c21,
  secondOnPaper: 0xff4a4339,
  darkLeaf: 0xff3c6b22,
  paperShade: 0xffe3d5bd,
  hand: 0xffefcfb0,
  focus: 0xffffd43d,
  black: 0xff000000,
  white: 0xffffffff,
  keyBlue: 0xff5aa2ec,
  keyRed: 0xfff07060,
  keyGreen: 0xff5dbb7b,
  keyYellow: 0xffe6c84f,
  orderAnswer: 0xff1c242b,
  orderAnswerFocused: 0xff37434e,
} as const;

/** Official colours of 警戒レベル (内閣府 2020): nowhere else than in an order. */
export const levelColours = {
  3: { ground: 0xffff2800, text: 0xff000000 },
  4: { ground: 0xffaa00aa, text: 0xffffffff },
  5: { ground: 0xff0c000c, text: 0xffffffff },
} as const;

/** Sizes in pixels of a 1920×1080 screen. 大きく mode raises what layouts have room for; the rest stays. */
export const sizes = {
  normal: {
    note: 36,
    body: 48,
    label: 56,
    title: 64,
    sentence: 72,
    headline: 80,
    name: 104,
    number: 144,
  },
  large: {
    note: 42,
    body: 60,
    label: 64,
    title: 72,
    sentence: 80,
    headline: 92,
    name: 112,
    number: 160,
  },
} as const;
export const textSizes = ['normal', 'large'] as const;
export type TextSize = (typeof textSizes)[number];
/** `high`: pure black and white, thicker ring. */
export const contrasts = ['normal', 'high'] as const;
export type Contrast = (typeof contrasts)[number];
export type TypeRole = keyof (typeof sizes)['normal'];

/** Safe area, frame of every page and the spacing scale. */
export const layout = {
  width: 1920,
  height: 1080,
  left: 96,
  right: 1824,
  top: 54,
  bottom: 1026,
  headerBottom: 150,
  contentTop: 186,
  contentBottom: 870,
  legendTop: 906,
  column: 111,
  gutter: 36,
  space: [12, 24, 36, 48, 72, 96],
  radius: { tile: 24, strip: 18, key: 12 },
} as const;

/** Ring of the focused thing: a gap of ground, then yellow, then black. */
export const focusRing = { gap: 6, ring: 10, outline: 4 } as const;
export const ringReach = focusRing.gap + focusRing.ring + focusRing.outline;

export const fontFamily = 'ChanomaUD';

/** X of a grid column's left edge (0–11). */
export const columnX = (column: number): number => layout.left + column * (layout.column + layout.gutter);
/** Width of so many columns with their gutters. */
export const columnsWidth = (columns: number): number =>
  columns * layout.column + (columns - 1) * layout.gutter;
