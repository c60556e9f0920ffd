import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { inList } from '../../messages/common.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** Headline of one notice in the list; the chosen one carries a leaf at its edge. */
export class NoticeRow extends Control {
  headline = '';
  issuer = '';
  chosen = false;
  fontSize = 44;

  get accessible(): Accessible {
    return { role: 'button', name: inList([this.headline, this.issuer]), pressed: this.chosen };
  }

  protected override face(): Children {
    const text = textTemplate(this.headline, {
      x: 40,
      width: this.w - 64,
      size: this.fontSize,
      bold: this.chosen,
      colour: colours.text,
      lineHeight: this.fontSize + 14,
      maxLines: 2,
    });
    const lines = text.text.text.split('\n').length;
    const height = lines * (this.fontSize + 14);
    return {
      ...(this.chosen
        ? { Mark: { rect: true, x: 14, y: 24, w: 8, h: this.h - 48, color: colours.leaf } }
        : {}),
      Headline: { ...text, y: Math.round((this.h - height) / 2) + 2 },
    };
  }
}
