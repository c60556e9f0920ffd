import Lightning from '@lightningjs/core';
import type { Accessible } from '../../components/base/accessible.ts';
import { picture } from '../../components/icon/Icon.ts';
import { textTemplate } from '../../theme/theme.ts';

const drawings = ['first-run-1', 'first-run-2', 'card-guide-2', 'first-run-4'] as const;
/** Drawings have their own colours, whatever the contrast. */
const ink = 0xff171c21;

/** One of the four pictures, with what it shows in words. */
export class TourPicture extends Lightning.Component {
  at = 0;
  label = '';

  get accessible(): Accessible {
    return { role: 'img', name: this.label };
  }

  override _init(): void {
    const { w, h } = this;
    this.patch({
      Drawing: picture(drawings[this.at] ?? drawings[0], { w, h }),
      ...(this.at === 1 ? remoteWords() : {}),
    } as never);
  }
}

/** What is printed on the remote control: a drawing has no letters. */
function remoteWords(): Record<string, object> {
  const printed = (words: string, x: number, y: number, size: number) =>
    textTemplate(words, { x, y, mountX: 0.5, mountY: 0.5, size, bold: true, colour: ink, lineHeight: size });
  return {
    Enter: printed('決定', 423, 208, 42),
    Back: printed('戻る', 423, 422, 56),
    Blue: printed('青', 284, 540, 40),
    Red: printed('赤', 376, 540, 40),
    Green: printed('緑', 468, 540, 40),
    Yellow: printed('黄', 560, 540, 40),
  };
}
