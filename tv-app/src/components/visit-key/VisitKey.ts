import { inSentences, withHonorific } from '../../messages/common.ts';
import { visit as words } from '../../messages/visit.ts';
import { topForCentre } from '../../text/baseline.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { surfaceTexture } from '../base/surface.ts';
import { Control } from '../control/Control.ts';
import { icon } from '../icon/Icon.ts';

/** As high as the header allows. */
const high = 96;
const cap = 56;
const sign = 52;
const gap = 16;
/** Wider than this the sign of the card goes, so that the steps of a task keep their room. */
const widest = 400;
const nameSize = 42;

/** Whose visit it is, and the key that hides it: in the header, as high as that allows. */
export class VisitKey extends Control {
  override focusKey = 'visit';
  override radius = 18;
  callName = '';

  /** Size for a name, in pixels. */
  static sizeFor(callName: string): { w: number; h: number } {
    const words = gap + columnFor(callName) + gap + cap + gap;
    const withSign = words + sign + gap;
    return { w: Math.max(280, Math.ceil(withSign > widest ? words : withSign)), h: high };
  }

  get accessible(): Accessible {
    return { role: 'button', name: inSentences([this.#name, words.hideSpoken]) };
  }

  get #name(): string {
    return this.callName === '' ? '' : withHonorific(this.callName);
  }

  #line(content: string, name: boolean, centre: number, x: number): object {
    const size = name ? nameSize : 36;
    const colour = name ? colours.text : colours.secondText;
    return textTemplate(content, {
      x,
      y: topForCentre(centre, size),
      size,
      bold: name,
      colour,
      lineHeight: size,
    });
  }

  protected override face(): Children {
    const lines = this.#name === '' ? [] : [this.#name];
    const signed = this.w - columnFor(this.callName) >= 4 * gap + cap + sign;
    const left = signed ? gap + sign + gap : gap;
    return {
      ...(signed
        ? { Card: icon('id-card', { x: gap, y: high / 2, mountY: 0.5, size: sign, colour: colours.leaf }) }
        : {}),
      ...Object.fromEntries(
        [...lines, words.hide].map((line, index) => [
          `Line${index}`,
          this.#line(line, index < lines.length, lines.length === 0 ? high / 2 : index === 0 ? 31 : 72, left),
        ]),
      ),
      Cap: {
        x: this.w - gap - cap,
        y: (high - cap) / 2,
        texture: surfaceTexture({ w: cap, h: cap, radius: 12, edge: colours.text, edgeWidth: 3 }),
        Key: textTemplate(words.hideKey, {
          x: cap / 2,
          y: cap / 2 + 1,
          mountX: 0.5,
          mountY: 0.5,
          size: 36,
          bold: true,
          colour: colours.text,
          lineHeight: 36,
        }),
      },
    };
  }
}

const columnFor = (callName: string): number =>
  Math.max(
    measureFor(nameSize, true)(callName === '' ? '' : withHonorific(callName)),
    measureFor(36, false)(words.hide),
  );
