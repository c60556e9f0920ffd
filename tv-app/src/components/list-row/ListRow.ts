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
  override radius = 24;

  get accessible(): Accessible {
    const name = this.speech || inList([this.label, this.detail, this.signWord]);
    return { role: 'button', name, ...(this.look === 'taken' ? { disabled: true } : {}) };
  }

  protected override face(): Children {
    const taken = this.look === 'taken';
    const colour = taken ? colours.secondText : colours.text;
    const signColour = taken ? colours.secondText : colours.leaf;
    const middle = (size: number) => Math.round((this.h - size) / 2 - size * 0.06);
    // Each part in its column, or behind a longer word of the part before it.
    const after = (x: number, words: string, size: number, bold: boolean) =>
      words === '' ? 0 : Math.round(x + measureFor(size, bold)(words) + 36);
    const detailX = Math.max(this.detailX, after(48, this.label, this.labelSize, true));
    const signX = Math.max(this.signX, after(detailX, this.detail, this.textSize, false));
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
        y: middle(this.textSize),
        size: this.textSize,
        colour,
      }),
      ...(this.sign
        ? {
            Sign: icon(this.sign, {
              x: signX,
              y: Math.round(this.h / 2 - 28),
              size: 56,
              colour: signColour,
            }),
          }
        : {}),
      SignWord: textTemplate(this.signWord, {
        x: signX + (this.sign ? 76 : 0),
        y: middle(this.textSize),
        size: this.textSize,
        bold: !taken,
        colour,
      }),
    };
  }
}
