/**
 * The two tables of colours (design: mock-ups README), ARGB as Lightning wants them. Every pair of text and ground and of
 * ring and neighbour is checked for contrast by a test. The colours of warnings are not here: see `levelColours`.
 */
const normal = {
  ink: 0xff12171c,
  surface: 0xff1c242b,
  surfaceFocused: 0xff2b3640,
  /** For the moment in which 決定 is taken. */
  surfacePressed: 0xff24402a,
  edge: 0xff63717d,
  text: 0xfff7f5f0,
  secondText: 0xffc8ced3,
  leaf: 0xff9bd770,
  band: 0xff2c3b33,
  water: 0xff9cc7e0,
  paper: 0xfff4ebdd,
  paperFocused: 0xfffbf6ec,
  paperPressed: 0xffdcebc8,
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

export type Palette = Record<keyof typeof normal, number>;

/** Text is white on black or black on white; signs keep a colour, bright enough to be read as text. */
const high: Palette = {
  ...normal,
  ink: 0xff000000,
  surface: 0xff000000,
  surfaceFocused: 0xff262626,
  surfacePressed: 0xff1f4a12,
  edge: 0xffffffff,
  text: 0xffffffff,
  secondText: 0xffffffff,
  leaf: 0xffb9f58f,
  band: 0xff1b331b,
  water: 0xffb8e4ff,
  paper: 0xffffffff,
  paperFocused: 0xffffffff,
  paperPressed: 0xffd5f7bd,
  inkOnPaper: 0xff000000,
  secondOnPaper: 0xff000000,
  darkLeaf: 0xff1f4a0c,
  orderAnswer: 0xff000000,
  orderAnswerFocused: 0xff262626,
};

export const palettes = { normal, high } as const satisfies Record<string, Palette>;
