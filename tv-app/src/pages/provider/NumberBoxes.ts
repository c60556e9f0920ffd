import Lightning from '@lightningjs/core';
import type { Accessible } from '../../components/base/accessible.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { provider as words } from '../../messages/provider.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

export const numberLength = 8;
const half = numberLength / 2;
const box = { w: 86, h: 120, gap: 12, between: 44 };

/** Width of the whole row of boxes. */
export const boxesWidth = numberLength * box.w + (numberLength - 2) * box.gap + box.between;

/** A number of eight digits in two groups of four boxes; those that are still to come are empty. */
export class NumberBoxes extends Lightning.Component {
  digits = '';

  get accessible(): Accessible {
    return { role: 'status', name: this.digits === '' ? words.noDigits : spacedDigits(this.digits) };
  }

  override _init(): void {
    this.#draw();
  }

  /** Shows other digits. */
  setDigits(digits: string): void {
    if (digits === this.digits) return;
    this.digits = digits;
    this.#draw();
  }

  #draw(): void {
    this.childList.clear();
    this.childList.a(Array.from({ length: numberLength }, (_, at) => this.#box(at)) as never);
  }

  #box(at: number): object {
    const { digits } = this;
    const digit = digits[at];
    const isNext = at === digits.length;
    return {
      x: at * (box.w + box.gap) + (at >= half ? box.between - box.gap : 0),
      texture: surfaceTexture({
        w: box.w,
        h: box.h,
        radius: 14,
        fill: digit === undefined ? colours.surface : colours.paper,
        ...(digit === undefined
          ? { edge: isNext ? colours.leaf : colours.edge, edgeWidth: isNext ? 6 : 3 }
          : {}),
      }),
      ...(digit === undefined
        ? {}
        : {
            Digit: textTemplate(digit, {
              x: box.w / 2,
              y: box.h / 2,
              mountX: 0.5,
              mountY: 0.5,
              size: 88,
              lineHeight: 88,
              bold: true,
              colour: colours.inkOnPaper,
              silent: true,
            }),
          }),
    };
  }
}

/** 「1 2 3 4、5 6 7 8」: digit by digit, so that a voice does not read millions. */
export function spacedDigits(digits: string): string {
  const groups = [digits.slice(0, half), digits.slice(half)].filter((group) => group !== '');
  return groups.map((group) => [...group].join(' ')).join('、');
}
