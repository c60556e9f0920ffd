import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { fittedSize } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

const textX = 136;
const padding = 24;

/** A way that is wanted less often, half as high as a tile: icon and word beside each other. */
export class SmallTile extends Control {
  icon: IconName = 'sliders';
  label = '';
  /** Only read aloud. */
  note = '';
  labelSize = 48;

  get accessible(): Accessible {
    return { role: 'button', name: this.speech || `${this.label}。${this.note}` };
  }

  protected override face(): Children {
    const { w, h, label } = this;
    const width = w - textX - padding;
    // Two lines at most, and no word is broken.
    const labelSize = Math.min(
      ...label.split(' ').map((word) => fittedSize(word, this.labelSize, true, width)),
    );
    return {
      Icon: icon(this.icon, { x: 36, y: h / 2, mountY: 0.5, size: 76 }),
      Label: textTemplate(label, {
        x: textX,
        y: h / 2,
        mountY: 0.5,
        width,
        size: labelSize,
        lineHeight: Math.round(labelSize * 1.15),
        bold: true,
        colour: colours.text,
      }),
    };
  }
}
