import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Control, type ControlLook } from '../../components/control/Control.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { order as words } from '../../messages/order.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** An answer to an order: sign, word, and in a drill the plate 訓練. */
export class AnswerButton extends Control {
  override look: ControlLook = 'order';
  override commit = true;
  label = '';
  icon?: IconName;
  drill = false;
  fontSize = 72;

  get accessible(): Accessible {
    return { role: 'button', name: this.drill ? `${words.drill} ${this.label}` : this.label };
  }

  protected override face(): Children {
    const { fontSize, h } = this;
    const sign = this.icon ? 84 + 28 : 0;
    const plateWidth = Math.ceil(measureFor(36, true)(words.drill)) + 28;
    const plate = this.drill ? plateWidth + 28 : 0;
    const label = measureFor(fontSize, true)(this.label);
    const left = Math.round((this.w - sign - label - plate) / 2);
    return {
      ...(this.icon
        ? { Icon: icon(this.icon, { x: left, y: Math.round(h / 2 - 42), size: 84, colour: colours.white }) }
        : {}),
      Label: textTemplate(this.label, {
        x: left + sign,
        y: h / 2,
        mountY: 0.5,
        size: fontSize,
        bold: true,
        colour: colours.white,
        lineHeight: fontSize,
      }),
      ...(this.drill
        ? {
            Plate: {
              x: left + sign + label + 28,
              y: Math.round(h / 2 - 28),
              texture: surfaceTexture({ w: plateWidth, h: 56, radius: 10, fill: colours.paper }),
              Word: textTemplate(words.drill, {
                x: plateWidth / 2,
                y: 29,
                mountX: 0.5,
                mountY: 0.5,
                size: 36,
                bold: true,
                colour: colours.inkOnPaper,
                lineHeight: 36,
              }),
            },
          }
        : {}),
    };
  }
}
