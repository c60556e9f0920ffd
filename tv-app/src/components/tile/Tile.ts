import { fittedSize } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';

/** A way into a part of the application: icon, word, note. 405×324 on the home page. */
export class Tile extends Control {
  icon: IconName = 'heart';
  label = '';
  note = '';
  /** Shows the small card sign before the note. */
  wantsCard = false;
  labelSize = 56;
  noteSize = 36;

  get accessible(): Accessible {
    return { role: 'button', name: this.speech || `${this.label}。${this.note}` };
  }

  protected override face(): Children {
    const inner = this.w - 72;
    const labelSize = fittedSize(this.label, this.labelSize, true, inner);
    const noteSize = fittedSize(this.note, this.noteSize, false, this.wantsCard ? inner - 56 : inner);
    const noteY = this.h - 36 - this.noteSize - 6;
    return {
      Icon: icon(this.icon, { x: 34, y: 36, size: 104 }),
      Label: textTemplate(this.label, {
        x: 36,
        y: noteY - this.labelSize - 20,
        size: labelSize,
        bold: true,
        colour: colours.text,
      }),
      ...(this.wantsCard
        ? {
            Card: icon('card', {
              x: 36,
              y: noteY + Math.round(this.noteSize * 0.625) - 22,
              size: 44,
              colour: colours.secondText,
            }),
          }
        : {}),
      Note: textTemplate(this.note, {
        x: this.wantsCard ? 92 : 36,
        y: noteY,
        size: noteSize,
        colour: colours.secondText,
      }),
    };
  }
}
