import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** One answer: a sign, and its word below. */
export class WatchOverTile extends Control {
  override commit = true;
  icon: IconName = 'sun';
  label = '';
  fontSize = 56;

  get accessible(): Accessible {
    return { role: 'button', name: this.label };
  }

  protected override face(): Children {
    const { w, h, fontSize } = this;
    return {
      Icon: icon(this.icon, {
        x: Math.round(w / 2 - 48),
        y: Math.round(h / 2 - 86),
        size: 96,
        colour: colours.paper,
      }),
      Label: textTemplate(this.label, {
        x: w / 2,
        y: h - 28,
        mountX: 0.5,
        mountY: 1,
        size: fontSize,
        bold: true,
        colour: colours.text,
        lineHeight: fontSize,
      }),
    };
  }
}
