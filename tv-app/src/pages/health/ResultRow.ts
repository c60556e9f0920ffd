import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { icon } from '../../components/icon/Icon.ts';
import { inList } from '../../messages/common.ts';
import { topForBaseline, topForCentre } from '../../text/baseline.ts';
import { withUnit } from '../../text/numbers.ts';
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
  noteSize = 36;

  get accessible(): Accessible {
    const value = withUnit(this.value, this.unit);
    const parts = [this.name, this.note, value, this.target, this.words];
    return { role: 'button', name: inList(parts) };
  }

  protected override face(): Children {
    const { noteSize } = this;
    const centre = Math.round(this.h / 2);
    const at = (middle: number, size: number) => ({
      y: topForCentre(middle, size),
      size,
      lineHeight: Math.round(size * 1.3),
    });
    const inside = this.verdict === 'inside';
    return {
      Name: textTemplate(this.name, {
        x: 40,
        bold: true,
        colour: colours.text,
        ...at(this.note ? centre - 24 : centre, 46),
      }),
      Note: textTemplate(this.note, { x: 40, colour: colours.secondText, ...at(centre + 30, 36) }),
      Value: textTemplate(this.value, {
        x: 680,
        mountX: 1,
        bold: true,
        colour: colours.text,
        ...at(centre, 64),
      }),
      Unit: textTemplate(this.unit, {
        x: 694,
        size: 36,
        lineHeight: 44,
        y: topForBaseline(topForCentre(centre, 64), 64, 36),
        colour: colours.secondText,
      }),
      Target: textTemplate(this.target, { x: 856, colour: colours.secondText, ...at(centre, noteSize) }),
      ...(this.words
        ? {
            Sign: icon(inside ? 'circle-free' : 'triangle', {
              x: 1276,
              y: centre - 26,
              size: 52,
              colour: inside ? colours.leaf : colours.text,
            }),
            Words: textTemplate(this.words, {
              x: 1350,
              bold: true,
              colour: colours.text,
              ...at(centre, 46),
            }),
          }
        : {}),
    };
  }
}
