import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control } from '../../components/control/Control.ts';
import { inList } from '../../messages/common.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

/** A row that opens something: its word, and under it what comes. */
export class NotedRow extends Control {
  label = '';
  note = '';
  labelSize = 56;
  noteSize = 36;

  get accessible(): Accessible {
    return { role: 'button', name: this.speech || inList([this.label, this.note]) };
  }

  protected override face(): Children {
    const { h, labelSize, noteSize } = this;
    const both = labelSize + 10 + noteSize;
    const top = Math.round((h - both) / 2);
    return {
      Label: textTemplate(this.label, {
        x: 48,
        y: top - Math.round(labelSize * 0.06),
        size: labelSize,
        lineHeight: labelSize,
        bold: true,
        colour: colours.text,
      }),
      Note: textTemplate(this.note, {
        x: 48,
        y: top + labelSize + 8,
        size: noteSize,
        lineHeight: noteSize,
        colour: colours.secondText,
      }),
    };
  }
}
