import { type Palette, palettes } from './palettes.ts';

/** `high`: pure black and white, thicker ring and edges. */
export const contrasts = ['normal', 'high'] as const;
export type Contrast = (typeof contrasts)[number];

let contrastInForce: Contrast = 'normal';

/** From now on {@link colours}, {@link focusRing} and {@link strokes} are those of this contrast; what is drawn is drawn anew by its owner. */
export function useContrast(chosen: Contrast): void {
  contrastInForce = chosen;
}

/** An object that reads as the table of the contrast in force. Read it while drawing, never once at load. */
function inForce<T extends object>(tables: Readonly<Record<Contrast, T>>): Readonly<T> {
  const view = {} as T;
  for (const key of Object.keys(tables.normal) as (keyof T)[])
    Object.defineProperty(view, key, { enumerable: true, get: () => tables[contrastInForce][key] });
  return view;
}

/** Colours in force (ARGB). */
export const colours: Readonly<Palette> = inForce(palettes);

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
/** Nothing on the screen is written smaller (target 1). */
export const smallestText = 36;
export const textSizes = ['normal', 'large'] as const;
export type TextSize = (typeof textSizes)[number];
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

/** Rings of the focused thing: a gap of ground, then yellow, then black. All reach equally far, so that one layout serves both. */
export const focusRings = {
  normal: { gap: 6, ring: 10, outline: 4 },
  high: { gap: 4, ring: 14, outline: 2 },
} as const;
export const focusRing = inForce<Readonly<Record<'gap' | 'ring' | 'outline', number>>>(focusRings);
export const ringReach = focusRings.normal.gap + focusRings.normal.ring + focusRings.normal.outline;

/** Width of the line around surfaces. */
export const strokes = inForce({ normal: { edge: 2 }, high: { edge: 4 } });

/** Milliseconds. Nothing on the screen moves for longer than `longest`, and a key interrupts whatever moves. */
export const motion = { press: 180, longest: 200, loadingAfter: 300, toast: 5000 } as const;

/** X of a grid column's left edge (0–11). */
export const columnX = (column: number): number => layout.left + column * (layout.column + layout.gutter);
/** Width of so many columns with their gutters. */
export const columnsWidth = (columns: number): number =>
  columns * layout.column + (columns - 1) * layout.gutter;
