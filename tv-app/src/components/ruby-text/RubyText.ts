import Lightning from '@lightningjs/core';
import { plainText } from '../../text/marked.ts';
import { measureFor } from '../../theme/measure.ts';
import { lineHeightOf, textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { layoutMarked } from './layout.ts';

/**
 * Marked text `ひより{小学校|しょうがっこう}へ` with its readings above the words. `y` is where the first line's em box
 * begins; readings stand above it, in the room of the line height.
 */
export class RubyText extends Lightning.Component {
  marked = '';
  width = 1728;
  fontSize = 72;
  readingSize = 36;
  bold = true;
  colour: number = colours.text;
  lineHeight = 0;

  get accessible(): Accessible {
    return { role: 'text', name: plainText(this.marked) };
  }

  override _init(): void {
    const { fontSize, readingSize, bold, colour } = this;
    const lineHeight = this.lineHeight || lineHeightOf(fontSize);
    const lines = layoutMarked(
      this.marked,
      this.width,
      measureFor(fontSize, bold),
      measureFor(readingSize, bold),
    );
    this.patch(
      Object.fromEntries(
        lines.map(({ text, readings }, index) => [
          `Line${index}`,
          {
            y: index * lineHeight,
            Words: textTemplate(text, { size: fontSize, bold, colour, lineHeight: fontSize }),
            ...Object.fromEntries(
              readings.map((reading, place) => [
                `Reading${place}`,
                textTemplate(reading.text, {
                  x: reading.x,
                  y: Math.round(0.12 * fontSize - 8 - 1.06 * readingSize),
                  size: readingSize,
                  bold,
                  colour,
                  lineHeight: readingSize,
                }),
              ]),
            ),
          },
        ]),
      ) as never,
    );
  }
}
