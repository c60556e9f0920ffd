import { breakLines, type Measure } from '../text/break-lines.ts';
import { fontFamily } from './font-family.ts';
import { smallestText } from './tokens.ts';

let context: CanvasRenderingContext2D | null | undefined;
const wrapped = new Map<string, string>();

/** Forgets every measured line: a font that arrives late changes all widths, and a visit leaves no sentence behind. */
export function forgetMeasures(): void {
  wrapped.clear();
}

/**
 * Width in pixels of text in the application's font. Without a canvas (tests) every full-width character counts one em, which
 * is never less than the real width.
 */
export function measureFor(size: number, bold: boolean): Measure {
  if (context === undefined) {
    context =
      typeof document === 'undefined' ? null : (document.createElement?.('canvas')?.getContext('2d') ?? null);
  }
  const shared = context;
  if (!shared) return (text) => approximateWidth(text, size);
  return (text) => {
    shared.font = fontSetting(size, bold);
    return shared.measureText(text).width;
  };
}

/**
 * The largest size up to `size` at which a word stands on one line of `width`, never under 36 px: a label in another language
 * gets smaller letters before it leaves its button.
 */
export function fittedSize(content: string, size: number, bold: boolean, width: number): number {
  let fitted = size;
  while (fitted > smallestText && measureFor(fitted, bold)(content) > width) fitted -= 2;
  return Math.max(fitted, Math.min(size, smallestText));
}

export function fontSetting(size: number, bold: boolean): string {
  return `${bold ? 'bold' : 'normal'} ${size}px ${fontFamily}, sans-serif`;
}

/** Text with its line breaks put in by the rules of Japanese typesetting (tv-app/src/text). */
export function wrap(content: string, width: number, size: number, bold: boolean): string {
  const key = `${width}/${size}/${bold}/${content}`;
  const known = wrapped.get(key);
  if (known !== undefined) return known;
  const lines = breakLines(content, width, measureFor(size, bold)).join('\n');
  if (wrapped.size > 400) wrapped.clear();
  wrapped.set(key, lines);
  return lines;
}

function approximateWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x100 ? size * 0.62 : size;
  return width;
}
