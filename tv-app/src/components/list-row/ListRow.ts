import { inList } from '../../messages/common.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';

/** One row of a list: a leading word, a middle text and a sign with a word at the right. 156 high in the booking. */
export class ListRow extends Control {
  label = '';
  detail = '';
  sign?: IconName;
  signWord = '';
  /** X of the parts inside the row. */
  detailX = 230;
  signX = 690;
  labelSize = 64;
  textSize = 48;
  /** Large letters: the middle text, and below it the sign with its word. */
  twoLines = false;
  override radius = 24;

  get accessible(): Accessible {
    const name = this.speech || inList([this.label, this.detail, this.signWord]);
    return { role: 'button', name, ...(this.look === 'taken' && !this.press ? { disabled: true } : {}) };
  }

  protected override face(): Children {
    const taken = this.look === 'taken';
    const colour = taken ? colours.secondText : colours.text;
    const signColour = taken ? colours.secondText : colours.leaf;
    const middle = (size: number) => Math.round((this.h - size) / 2 - size * 0.06);
    const { twoLines, textSize } = this;
    const apart = twoLines ? Math.round(textSize * 0.57) : 0;
    // Each part in its column, or behind a longer word of the part before it.
    const after = (x: number, words: string, size: number, bold: boolean) =>
      words === '' ? 0 : Math.round(x + measureFor(size, bold)(words) + 36);
    const detailX = Math.max(this.detailX, after(48, this.label, this.labelSize, true));
    const signX = twoLines ? detailX : Math.max(this.signX, after(detailX, this.detail, textSize, false));
    return {
      Label: textTemplate(this.label, {
        x: 48,
        y: middle(this.labelSize),
        size: this.labelSize,
        bold: true,
        colour,
      }),
      Detail: textTemplate(this.detail, {
        x: detailX,
        y: middle(textSize) - apart,
        size: textSize,
        colour,
      }),
      ...(this.sign
        ? {
            Sign: icon(this.sign, {
              x: signX,
              y: Math.round(this.h / 2 - 28) + apart,
              size: 56,
              colour: signColour,
            }),
          }
        : {}),
      SignWord: textTemplate(this.signWord, {
        x: signX + (this.sign ? 76 : 0),
        y: middle(textSize) + apart,
        size: textSize,
        bold: !taken,
        colour,
      }),
    };
  }
}

type RowWords = Pick<ListRow, 'label' | 'detail' | 'signWord'>;

/** The largest of the sizes at which the words of every row stand side by side in the width, and where the other two begin. */
export function columnsOf(
  rows: readonly RowWords[],
  width: number,
  labelSize: number,
  sizes: readonly number[],
): { textSize: number; detailX: number; signX: number } {
  const widest = (part: keyof RowWords, size: number, bold: boolean) =>
    Math.max(0, ...rows.map((row) => measureFor(size, bold)(row[part])));
  const detailX = Math.ceil(48 + widest('label', labelSize, true) + 36);
  const fits = (size: number) =>
    detailX + widest('detail', size, false) + 36 + widest('signWord', size, true) + 48 <= width;
  const textSize = sizes.find(fits) ?? sizes[sizes.length - 1]!;
  return { textSize, detailX, signX: Math.floor(width - 48 - widest('signWord', textSize, true)) };
}
