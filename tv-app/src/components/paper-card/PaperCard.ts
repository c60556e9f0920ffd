import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import type { Children } from '../base/place.ts';
import { Control, type ControlLook } from '../control/Control.ts';
import { type IconName, icon, picture } from '../icon/Icon.ts';

/** The one paper card of a page: overline with an icon, source at the right, headline, sentences and a picture. */
export class PaperCard extends Control {
  override look: ControlLook = 'paper';
  icon: IconName = 'bell';
  overline = '';
  source = '';
  headline = '';
  sentences: readonly string[] = [];
  /** Name of a drawing in assets/pictures, standing in the lower right corner. */
  picture?: string;
  noteSize = 36;
  headlineSize = 80;
  bodySize = 48;

  get accessible(): Accessible {
    const name =
      this.speech || [this.overline, this.headline, ...this.sentences, this.source].filter(Boolean).join(' ');
    return { role: 'button', name };
  }

  protected override face(): Children {
    const { headline, body, bodyY, withPicture } = this.#fitted();
    return {
      Icon: icon(this.icon, { x: 46, y: 44, size: 48, colour: colours.inkOnPaper }),
      Overline: textTemplate(this.overline, {
        x: 106,
        y: 46,
        size: this.noteSize,
        bold: true,
        colour: colours.inkOnPaper,
      }),
      Source: textTemplate(this.source, {
        x: this.w - 48,
        y: 46,
        mountX: 1,
        size: this.noteSize,
        colour: colours.secondOnPaper,
      }),
      Headline: headline,
      Body: { ...body, y: bodyY },
      ...(this.picture && withPicture
        ? {
            Picture: picture(this.picture, {
              x: this.w - pictureSize,
              y: this.h - pictureSize - 30,
              w: pictureSize,
              h: pictureSize,
            }),
          }
        : {}),
    };
  }

  /** Sizes at which everything stands on the card: smaller letters before the picture goes, and never a cut word. */
  #fitted() {
    const inner = this.w - 2 * margin;
    for (const withPicture of this.picture ? [true, false] : [false]) {
      for (const shrink of [1, 0.95, 0.9, 0.85, 0.8]) {
        const headline = textTemplate(this.headline, {
          x: margin,
          y: headlineY,
          width: inner,
          size: Math.round(this.headlineSize * shrink),
          bold: true,
          colour: colours.inkOnPaper,
        });
        const body = textTemplate(this.sentences.join('\n'), {
          x: margin,
          width: withPicture ? this.w - margin - pictureSize - 12 : inner,
          size: Math.max(48, Math.round(this.bodySize * shrink)),
          colour: colours.inkOnPaper,
        });
        const headlineBottom = headlineY + headline.text.h;
        const lowest = this.h - margin - body.text.h;
        const bodyY = Math.min(Math.max(headlineBottom + 30, 416), lowest);
        const overPicture = withPicture && headlineBottom > this.h - pictureSize - 30;
        const last = !withPicture && shrink === 0.8;
        if (last || (bodyY >= headlineBottom + 12 && !overPicture))
          return { headline, body, bodyY, withPicture };
      }
    }
    throw new Error('the last size is always taken');
  }
}

const margin = 48;
const headlineY = 126;
const pictureSize = 300;
