import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Verdict } from './verdict.ts';

/** One result of the check-up: name, value, the range to aim at, and ○ or △ with its word. */
export class ResultRow extends Control {
  name = '';
  note = '';
  value = '';
  unit = '';
  target = '';
  verdict: Verdict = 'unknown';
  words = '';
  bodySize = 48;
  noteSize = 36;

  get accessible(): Accessible {
    const value = `${this.value}${this.unit}`;
    const parts = [this.name, this.note, value, this.target, this.words];
    return { role: 'button', name: parts.filter(Boolean).join('、') };
  }

  protected override face(): Children {
    const { bodySize, noteSize } = this;
    const middle = (size: number) => Math.round((this.h - size * 1.3) / 2);
    const line = (size: number) => ({ size, lineHeight: Math.round(size * 1.3) });
    const sign = this.verdict === 'inside' ? 'circle-free' : 'triangle';
    const tone = this.verdict === 'inside' ? colours.leaf : colours.text;
    const twoLines = this.note !== '';
    return {
      Name: textTemplate(this.name, {
        x: 40,
        y: twoLines ? Math.round(this.h / 2 - bodySize * 1.3) + 2 : middle(bodySize),
        bold: true,
        colour: colours.text,
        ...line(bodySize),
      }),
      Note: textTemplate(this.note, {
        x: 40,
        y: Math.round(this.h / 2) + 4,
        colour: colours.secondText,
        ...line(noteSize),
      }),
      Value: textTemplate(this.value, {
        x: 806,
        y: middle(64),
        mountX: 1,
        bold: true,
        colour: colours.text,
        ...line(64),
      }),
      Unit: textTemplate(this.unit, {
        x: 820,
        y: middle(noteSize) + 8,
        colour: colours.secondText,
        ...line(noteSize),
      }),
      Target: textTemplate(this.target, {
        x: 970,
        y: middle(noteSize),
        colour: colours.secondText,
        ...line(noteSize),
      }),
      ...(this.words
        ? {
            Sign: icon(sign, { x: 1318, y: Math.round(this.h / 2 - 26), size: 52, colour: tone }),
            Words: textTemplate(this.words, {
              x: 1390,
              y: middle(44),
              bold: true,
              colour: colours.text,
              ...line(44),
            }),
          }
        : {}),
    };
  }
}
