/**
 * Where a text element must begin so that its letters, not its box, stand where they should. Lightning draws the first
 * baseline one font size below the element's top; kanji and figures are centred 0.38 of the size above their baseline.
 */
const centreBelowTop = 0.62;

/** Top of a text of this size whose letters are centred on a height. */
export function topForCentre(centre: number, size: number): number {
  return Math.round(centre - centreBelowTop * size);
}

/** Top of a headline over a list or a card that begins at `below`: its letters end so that a focus ring has room. */
export function topForHeadline(below: number, size: number): number {
  return Math.round(below - 42 - 1.06 * size);
}

/** Top of a smaller text that shares the baseline of a larger one. */
export function topForBaseline(top: number, size: number, smaller: number): number {
  return top + size - smaller;
}
