import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control } from '../control/Control.ts';
import { type IconName, icon } from '../icon/Icon.ts';
import { keySize } from './layout.ts';

const margin = 12;
/** Nothing on a television is smaller. */
const smallest = 36;

/** Whether a word has room on a key of the smallest size. */
export const fitsKey = (word: string): boolean => measureFor(smallest, true)(word) <= keySize - 2 * margin;

/** One key of the on-screen keyboard. */
export class KeyboardKey extends Control {
  label = '';
  fontSize = 56;
  /** In place of the label. */
  sign?: IconName;
  /** The sheet that this key opens is the one on the screen. */
  chosen = false;
  override radius: number = layout.radius.key;
  override typing = true;

  get accessible(): Accessible {
    return {
      role: 'button',
      name: this.speech || this.label,
      ...(this.chosen ? { pressed: true } : {}),
    };
  }

  protected override face(): Children {
    const { w, h, label, look } = this;
    const colour =
      look === 'paper' ? colours.inkOnPaper : look === 'taken' ? colours.secondText : colours.text;
    const room = w - 2 * margin;
    const width = measureFor(this.fontSize, true)(label);
    const size =
      width <= room ? this.fontSize : Math.max(smallest, Math.floor((this.fontSize * room) / width));
    return {
      ...(this.sign
        ? { Sign: icon(this.sign, { x: w / 2, y: h / 2, mountX: 0.5, mountY: 0.5, size: 64, colour }) }
        : {}),
      Label: textTemplate(this.sign ? '' : label, {
        x: w / 2,
        y: h / 2,
        mountX: 0.5,
        mountY: 0.5,
        size,
        bold: true,
        colour,
        lineHeight: size,
      }),
      ...(this.chosen
        ? { Bar: { x: w / 2, y: h - 16, mountX: 0.5, w: w - 48, h: 6, rect: true, color: colours.leaf } }
        : {}),
    };
  }
}
