import Lightning from '@lightningjs/core';
import { common } from '../../messages/common.ts';
import { failureMessage } from '../../messages/failures.ts';
import { type Theme, textTemplate, themeFor } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { place } from '../base/place.ts';
import { Button } from '../button/Button.ts';

/** A fault in plain words, what to do next, and もういちど. */
export class ErrorPanel extends Lightning.Component {
  code = 'platform.failed';
  again: () => void = () => {};
  theme: Theme = themeFor('normal');

  get accessible(): Accessible {
    const { sentence, next } = failureMessage(this.code);
    return { role: 'alert', name: `${sentence}${next}`, children: true };
  }

  override _init(): void {
    const { sentence, next } = failureMessage(this.code);
    const headline = this.theme.size('headline');
    const words = textTemplate(sentence, {
      x: layout.left,
      y: 260,
      width: 1500,
      size: headline,
      bold: true,
      colour: colours.text,
    });
    this.patch({
      Sentence: words,
      Next: textTemplate(next, {
        x: layout.left,
        y: words.y + words.text.h + 48,
        width: 1500,
        size: this.theme.size('body'),
        colour: colours.text,
      }),
      Again: place(Button, {
        x: layout.left,
        y: 734,
        w: 480,
        h: 136,
        label: common.again,
        press: this.again,
        focusKey: 'again',
        first: true,
      }),
    } as never);
  }
}
