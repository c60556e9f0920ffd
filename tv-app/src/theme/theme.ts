import { drawable } from '../text/gaiji.ts';
import { fontFamily } from './font-family.ts';
import { wrap } from './measure.ts';
import { sizes, type TextSize, type TypeRole } from './tokens.ts';

/** Sizes in force. A page asks it anew in every `content()`, so that 大きく takes effect at once. */
export interface Theme {
  textSize: TextSize;
  size(role: TypeRole): number;
  /** 1.5 for body, 1.4 from headlines up. */
  lineHeight(role: TypeRole): number;
}

export function themeFor(textSize: TextSize): Theme {
  const table = sizes[textSize];
  return {
    textSize,
    size: (role) => table[role],
    lineHeight: (role) => lineHeightOf(table[role]),
  };
}

/** Line height in whole pixels for a font size. */
export function lineHeightOf(fontSize: number): number {
  return Math.round(fontSize * (fontSize >= 80 ? 1.4 : 1.5));
}

export interface TextOptions {
  x?: number;
  y?: number;
  /** Width in which the text wraps; without it one line. */
  width?: number;
  size: number;
  bold?: boolean;
  colour: number;
  align?: 'left' | 'center' | 'right';
  lineHeight?: number;
  maxLines?: number;
  /** 0 left, 0.5 centred, 1 right of x. */
  mountX?: number;
  mountY?: number;
  /** Left out of the accessible mirror, because a component's name already says it. */
  silent?: boolean;
}

/**
 * Template of a text element: always with family, line height and wrap width, so that nothing depends on a default.
 * Its first line's em box begins at `y`.
 */
export function textTemplate(content: string, options: TextOptions) {
  const { size, bold = false, colour, width, align = 'left', maxLines = 0, silent = false } = options;
  const lineHeight = options.lineHeight ?? lineHeightOf(size);
  const written = drawable(content);
  const drawn = width === undefined ? written : wrap(written, width, size, bold);
  const lines = Math.min(drawn.split('\n').length, maxLines || Number.POSITIVE_INFINITY);
  return {
    x: options.x ?? 0,
    y: options.y ?? 0,
    mountX: options.mountX ?? 0,
    mountY: options.mountY ?? 0,
    silent,
    /** As it is written, without the line breaks: for the accessible mirror. */
    words: content,
    text: {
      text: drawn,
      fontFace: [fontFamily, 'sans-serif'],
      fontStyle: bold ? 'bold' : 'normal',
      fontSize: size,
      lineHeight,
      textColor: colour,
      textAlign: align,
      wordWrap: false,
      w: align === 'left' || width === undefined ? 0 : width,
      // High enough for the last line's descenders, and so that half of it is the middle of the characters.
      h: Math.round((lines - 1) * lineHeight + size * 1.25),
      maxLines,
      maxLinesSuffix: '…',
    },
  };
}
