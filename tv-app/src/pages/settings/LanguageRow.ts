import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** One language in its own words, marked when it is in force. */
export class LanguageRow extends Control {
  label = '';
  chosen = false;
  fontSize = 56;

  get accessible(): Accessible {
    return { role: 'button', name: this.label, pressed: this.chosen };
  }

  protected override face(): Children {
    const { h, chosen, fontSize } = this;
    return {
      Sign: icon(chosen ? 'check-circle' : 'circle-free', {
        x: 48,
        y: h / 2,
        mountY: 0.5,
        size: 56,
        colour: chosen ? colours.leaf : colours.edge,
      }),
      Label: textTemplate(this.label, {
        x: 136,
        y: h / 2,
        mountY: 0.5,
        size: fontSize,
        lineHeight: fontSize,
        bold: true,
        colour: colours.text,
      }),
    };
  }
}
