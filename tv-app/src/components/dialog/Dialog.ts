import Lightning from '@lightningjs/core';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { place } from '../base/place.ts';
import { surfaceTexture } from '../base/surface.ts';
import { Button } from '../button/Button.ts';

export interface Choice {
  label: string;
  press: () => void;
  commit?: boolean;
}

const width = 1440;
const height = 560;

/** One question and at most two choices, the safe one first and under the focus. A page shows it in its content, alone. */
export class Dialog extends Lightning.Component {
  question = '';
  detail = '';
  choices: readonly [Choice] | readonly [Choice, Choice] = [{ label: '', press: () => {} }];
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    return { role: 'dialog', name: `${this.question}${this.detail}`, children: true };
  }

  override _init(): void {
    const { theme } = this;
    const wide = (width - 96 - 36 * (this.choices.length - 1)) / this.choices.length;
    const left = (layout.width - width) / 2;
    const top = (layout.contentTop + layout.contentBottom - height) / 2;
    const question = textTemplate(this.question, {
      x: 48,
      y: 48,
      width: width - 96,
      size: theme.size('headline'),
      bold: true,
      colour: colours.text,
    });
    this.patch({
      Sheet: {
        x: left,
        y: top,
        texture: surfaceTexture({
          w: width,
          h: height,
          radius: 24,
          fill: colours.surface,
          edge: colours.edge,
        }),
        Question: question,
        Detail: textTemplate(this.detail, {
          x: 48,
          y: question.y + question.text.h + 48,
          width: width - 96,
          size: theme.size('body'),
          colour: colours.text,
        }),
      },
      ...Object.fromEntries(
        this.choices.map((choice, index) => [
          `Choice${index}`,
          place(Button, {
            x: left + 48 + index * (wide + 36),
            y: top + height - 48 - 136,
            w: wide,
            h: 136,
            label: choice.label,
            press: choice.press,
            commit: choice.commit ?? false,
            first: index === 0,
            focusKey: `choice-${index}`,
          }),
        ]),
      ),
    } as never);
  }
}
