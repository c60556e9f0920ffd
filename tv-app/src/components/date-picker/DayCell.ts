import { topForCentre } from '../../text/baseline.ts';
import { fittedSize } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';

/** One day of the calendar: its date with weekday, and below it a sign with a word. */
export class DayCell extends Control {
  date = '';
  sign?: IconName;
  word = '';

  get accessible(): Accessible {
    const open = this.press !== undefined;
    return { role: 'button', name: `${this.date}、${this.word}`, ...(open ? {} : { disabled: true }) };
  }

  protected override face(): Children {
    const open = this.press !== undefined;
    const colour = open ? colours.text : colours.secondText;
    return {
      Date: textTemplate(this.date, {
        x: 28,
        y: topForCentre(40, 42),
        size: fittedSize(this.date, 42, open, this.w - 56),
        lineHeight: 52,
        bold: open,
        colour,
      }),
      ...(this.sign
        ? {
            Sign: icon(this.sign, {
              x: 28,
              y: 68,
              size: 36,
              colour: open ? colours.leaf : colours.secondText,
            }),
          }
        : {}),
      Word: textTemplate(this.word, {
        x: this.sign ? 78 : 28,
        y: topForCentre(86, 36),
        size: 36,
        lineHeight: 46,
        bold: open,
        colour,
      }),
    };
  }
}
