import Lightning from '@lightningjs/core';
import { topForCentre } from '../../text/baseline.ts';
import { fittedSize, measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { surfaceTexture } from '../base/surface.ts';
import { type IconName, icon } from '../icon/Icon.ts';

const height = 112;
const padding = 40;
const iconSize = 56;

/**
 * A short polite word about what has just happened. It lies over the legend, where no focus ever stands, takes no key, and
 * its owner takes it away.
 */
export class Toast extends Lightning.Component {
  /** At most 25 characters. */
  words = '';
  icon: IconName = 'check-circle';
  fontSize = 48;

  get accessible(): Accessible {
    return { role: 'status', name: this.words };
  }

  override _init(): void {
    const textX = padding + iconSize + 24;
    const room = layout.right - layout.left;
    const size = fittedSize(this.words, this.fontSize, true, room - textX - padding);
    const w = Math.min(room, Math.ceil(textX + measureFor(size, true)(this.words) + padding));
    const top = layout.legendTop + (layout.bottom - layout.legendTop - height) / 2;
    this.patch({
      Ground: {
        x: layout.left,
        y: top,
        texture: surfaceTexture({ w, h: height, radius: layout.radius.tile, fill: colours.paper }),
        Icon: icon(this.icon, {
          x: padding,
          y: (height - iconSize) / 2,
          size: iconSize,
          colour: colours.darkLeaf,
        }),
        Words: textTemplate(this.words, {
          x: textX,
          y: topForCentre(height / 2, size),
          size,
          bold: true,
          colour: colours.inkOnPaper,
          lineHeight: size,
        }),
      },
    } as never);
  }
}
