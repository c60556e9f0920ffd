import Lightning from '@lightningjs/core';
import { common } from '../../messages/common.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';

/** 「よみこみ中」 in the middle of the content; a page shows it after 300 ms. */
export class Loading extends Lightning.Component {
  fontSize = 72;

  get accessible(): Accessible {
    return { role: 'status', name: common.loading };
  }

  override _init(): void {
    this.patch({
      Word: textTemplate(common.loading, {
        x: layout.width / 2,
        y: (layout.contentTop + layout.contentBottom) / 2 - this.fontSize,
        mountX: 0.5,
        size: this.fontSize,
        colour: colours.secondText,
      }),
    } as never);
  }
}
