import Lightning from '@lightningjs/core';
import { keyboardWords } from '../../messages/keyboard.ts';
import { graphemes } from '../../text/graphemes.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, strokes } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { surfaceTexture } from '../base/surface.ts';

const fontSize = 60;
const inset = 28;

/** What was typed so far, with the cursor behind it. A text that is too long shows its end. */
export class TextField extends Lightning.Component {
  value = '';
  hint = '';

  get accessible(): Accessible {
    return { role: 'status', name: this.value || keyboardWords.empty };
  }

  override _init(): void {
    this.#draw();
  }

  show(value: string): void {
    this.value = value;
    this.#draw();
  }

  #draw(): void {
    const { w, h, value } = this;
    const measure = measureFor(fontSize, true);
    const shown = endThatFits(value, w - 2 * inset - 24, measure);
    const width = measure(shown);
    const line = { y: h / 2, mountY: 0.5, size: fontSize, lineHeight: fontSize };
    this.childList.clear();
    this.childList.a([
      {
        texture: surfaceTexture({
          w,
          h,
          radius: 12,
          fill: colours.paper,
          edge: colours.edge,
          edgeWidth: strokes.edge,
        }),
      },
      value
        ? textTemplate(shown, { ...line, x: inset, bold: true, colour: colours.inkOnPaper })
        : textTemplate(this.hint, {
            ...line,
            x: inset + 24,
            size: 40,
            lineHeight: 40,
            colour: colours.secondOnPaper,
          }),
      {
        x: inset + (value ? width + 6 : 0),
        y: h / 2,
        mountY: 0.5,
        w: 6,
        h: fontSize + 8,
        rect: true,
        color: colours.darkLeaf,
      },
    ] as never);
  }
}

function endThatFits(value: string, room: number, measure: (text: string) => number): string {
  if (measure(value) <= room) return value;
  const all = graphemes(value);
  while (all.length > 1 && measure(`…${all.join('')}`) > room) all.shift();
  return `…${all.join('')}`;
}
