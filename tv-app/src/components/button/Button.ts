import { fittedSize } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control, type ControlLook } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';

const textColours = {
  paper: 'inkOnPaper',
  taken: 'secondText',
  tile: 'text',
  order: 'text',
} as const satisfies Record<ControlLook, keyof typeof colours>;

/** Room left and right of the word. */
const padding = 20;

/** A word to press, at least 280×120. */
export class Button extends Control {
  label = '';
  icon?: IconName;
  fontSize = 56;

  get accessible(): Accessible {
    const disabled = this.look === 'taken';
    return { role: 'button', name: this.speech || this.label, ...(disabled ? { disabled } : {}) };
  }

  protected override face(): Children {
    const colour = colours[textColours[this.look]];
    const iconSize = Math.round(this.fontSize * 1.2);
    const room = this.w - 2 * padding - (this.icon ? iconSize + 24 : 0);
    const size = fittedSize(this.label, this.fontSize, true, room);
    return {
      flex: { direction: 'row', alignItems: 'center', justifyContent: 'center' },
      w: this.w,
      h: this.h,
      ...(this.icon
        ? { Icon: { ...icon(this.icon, { size: iconSize, colour }), flexItem: { marginRight: 24 } } }
        : {}),
      Label: textTemplate(this.label, { size, bold: true, colour, lineHeight: size }),
    };
  }
}
