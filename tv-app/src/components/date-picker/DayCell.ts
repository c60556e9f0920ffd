import { topForCentre } from '../../text/baseline.ts';
import { fittedSize } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, type TextSize } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';

/** One day of the calendar: its date with weekday, and below it a sign with a word. */
export class DayCell extends Control {
  date = '';
  /** The date as it is said, where it is written shorter. */
  spoken = '';
  textSize: TextSize = 'normal';
  sign?: IconName;
  word = '';

  get accessible(): Accessible {
    const open = this.press !== undefined;
    return {
      role: 'button',
      name: `${this.spoken || this.date}、${this.word}`,
      ...(open ? {} : { disabled: true }),
    };
  }

  protected override face(): Children {
    const open = this.press !== undefined;
    const large = this.textSize === 'large';
    const wordX = this.sign ? 78 : 28;
    const wordSize = fittedSize(this.word, large ? 44 : 36, open, this.w - wordX - 24);
    const dateSize = fittedSize(this.date, large ? 54 : 42, open, this.w - 56);
    const colour = open ? colours.text : colours.secondText;
    return {
      Date: textTemplate(this.date, {
        x: 28,
        y: topForCentre(large ? 38 : 40, dateSize),
        size: dateSize,
        lineHeight: dateSize + 10,
        bold: open,
        colour,
      }),
      ...(this.sign
        ? {
            Sign: icon(this.sign, {
              x: 28,
              y: large ? 70 : 68,
              size: 36,
              colour: open ? colours.leaf : colours.secondText,
            }),
          }
        : {}),
      Word: textTemplate(this.word, {
        x: wordX,
        y: topForCentre(large ? 88 : 86, wordSize),
        size: wordSize,
        lineHeight: wordSize + 10,
        bold: open,
        colour,
      }),
    };
  }
}
