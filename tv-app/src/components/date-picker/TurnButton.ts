import { topForCentre } from '../../text/baseline.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { icon } from '../icon/Icon.ts';

/** Turns to the weeks before or after; its arrow stands on the side it leads to. */
export class TurnButton extends Control {
  label = '';
  side: 'left' | 'right' = 'right';

  get accessible(): Accessible {
    return { role: 'button', name: this.label };
  }

  protected override face(): Children {
    const centre = Math.round(this.h / 2);
    const right = this.side === 'right';
    return {
      Arrow: icon(right ? 'arrow-right' : 'arrow-left', {
        x: right ? this.w - 76 : 28,
        y: centre - 24,
        size: 48,
        colour: colours.text,
      }),
      Label: textTemplate(this.label, {
        x: right ? this.w - 96 : 96,
        y: topForCentre(centre, 42),
        mountX: right ? 1 : 0,
        size: 42,
        bold: true,
        lineHeight: 52,
        colour: colours.text,
      }),
    };
  }
}
