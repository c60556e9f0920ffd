import type { Accessible } from '../../components/base/accessible.ts';
import type { Children } from '../../components/base/place.ts';
import { Control, type ControlLook } from '../../components/control/Control.ts';
import { inSentences } from '../../messages/common.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

const inset = 60;

/** The one thing on a page that listens to every key: a large word, a line above it and what came of the last key. */
export class KeySheet extends Control {
  overline = '';
  headline = '';
  note = '';
  headlineSize = 104;
  noteSize = 48;
  override look: ControlLook = 'paper';

  get accessible(): Accessible {
    return { role: 'group', name: inSentences([this.overline, this.headline, this.note]) };
  }

  protected override face(): Children {
    const { w, h, headline } = this;
    const room = w - 2 * inset;
    const wide = measureFor(this.headlineSize, true)(headline);
    const size = wide <= room ? this.headlineSize : Math.floor((this.headlineSize * room) / wide);
    return {
      Overline: textTemplate(this.overline, {
        x: inset,
        y: 44,
        size: 40,
        bold: true,
        colour: colours.secondOnPaper,
      }),
      Headline: textTemplate(headline, {
        x: w / 2,
        y: h / 2 - 12,
        mountX: 0.5,
        mountY: 0.5,
        size,
        lineHeight: size,
        bold: true,
        colour: colours.inkOnPaper,
      }),
      Note: textTemplate(this.note, {
        x: w / 2,
        y: h - 44 - this.noteSize,
        mountX: 0.5,
        size: this.noteSize,
        lineHeight: this.noteSize,
        bold: true,
        colour: colours.darkLeaf,
      }),
    };
  }
}
