import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { Control } from '../../components/control/Control.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { inSentences } from '../../messages/common.ts';
import { topForCentre } from '../../text/baseline.ts';
import { fit } from '../../theme/fit.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** One fact: what, below it where it comes from and when; at the right its figure, and below that what it means. */
export class FactRow extends Control {
  icon?: IconName;
  name = '';
  /** 「ひより薬局 ・ 令和8年11月14日」 */
  note = '';
  value = '';
  valueNote = '';
  pills = 0;
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    return { role: 'button', name: inSentences([this.name, this.value, this.valueNote, this.note]) };
  }

  protected override face(): Children {
    const { theme, w, h } = this;
    const note = Math.min(theme.size('note'), 44);
    const left = this.icon ? 140 : 48;
    const right = w - 48;
    const half = Math.round(w * 0.42);
    const upper = Math.round(h * 0.34);
    const lower = Math.round(h * 0.74);
    const sizes = [theme.size('body') + 4, 56, 52, 48, 44, 40, 36];
    const column = this.value === '' ? right - left : w - half - left - 84;
    const line = (words: string, x: number, mountX: number, centre: number, width: number) => {
      const size = fit(words, width, [note, 40, 36], false);
      return textTemplate(words, {
        x,
        y: topForCentre(centre, size),
        mountX,
        size,
        lineHeight: size + 10,
        colour: colours.secondText,
      });
    };
    const strong = (words: string, x: number, mountX: number, centre: number, width: number) => {
      const size = fit(words, width, sizes);
      return textTemplate(words, {
        x,
        y: topForCentre(centre, size),
        mountX,
        size,
        lineHeight: size + 8,
        bold: true,
        colour: colours.text,
      });
    };
    return {
      ...(this.icon ? { Icon: icon(this.icon, { x: 44, y: Math.round(h / 2) - 34, size: 68 }) } : {}),
      Name: strong(this.name, left, 0, this.note ? upper : h / 2, column),
      Note: line(this.note, left, 0, lower, column),
      ...this.tablets(right, upper),
      Value: strong(this.value, right, 1, this.valueNote ? upper : h / 2, half),
      ValueNote: line(this.valueNote, right, 1, lower, half),
    };
  }

  /** As many rounds as tablets, half a one for a half: what lies in the hand. */
  private tablets(right: number, centre: number): Children {
    if (this.pills <= 0 || this.pills > mostPills) return {};
    const words = measureFor(this.theme.size('body') + 4, true)(this.value);
    const end = right - words - 36;
    const count = Math.ceil(this.pills);
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => {
        const half = at === 0 && this.pills % 1 !== 0;
        const w = half ? pill / 2 : pill;
        const texture = surfaceTexture({ w, h: pill, radius: w / 2, fill: colours.paper });
        return [`Pill${at}`, { x: end - (at + 1) * (pill + 12), y: centre - pill / 2, texture }];
      }),
    );
  }
}

const pill = 44;
/** More are said in figures only. */
const mostPills = 6;
