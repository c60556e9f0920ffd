import { common } from '../../messages/common.ts';
import { css } from '../../theme/contrast.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import { drawing, surfaceTexture } from '../base/surface.ts';
import { icon } from '../icon/Icon.ts';

/** What a hand needs: a key of the remote control, or the card. */
export type KeyPictureName =
  | 'arrows'
  | 'enter'
  | 'back'
  | 'digits'
  | 'blue'
  | 'red'
  | 'green'
  | 'yellow'
  | 'card';

const high = 76;
const size = 36;

/** Picture of a key on paper, 76 high; the words beside it say what it is, so a screen reader is not told again. */
export function keyPicture(name: KeyPictureName, x: number, y: number): { template: object; w: number } {
  switch (name) {
    case 'arrows':
      return { w: high, template: { x, y, texture: arrows() } };
    case 'card':
      return { w: high, template: icon('card', { x, y, size: high, colour: colours.inkOnPaper }) };
    case 'enter':
      return cap(common.enter, x, y, high / 2);
    case 'back':
      return cap(common.back, x, y, 14);
    case 'digits':
      return cap('1 2 3', x, y, 14);
    default:
      return cap(common.legend[name].key, x, y, 14, chipColours[name]);
  }
}

const chipColours = {
  blue: colours.keyBlue,
  red: colours.keyRed,
  green: colours.keyGreen,
  yellow: colours.keyYellow,
} as const;

/** A key with its word; a colour key carries its colour. */
function cap(word: string, x: number, y: number, radius: number, chip?: number) {
  const sign = chip === undefined ? 0 : 44;
  const width = Math.ceil(measureFor(size, true)(word));
  const w = Math.max(high, 36 + sign + width);
  const left = (w - sign - width) / 2;
  const template = {
    x,
    y,
    texture: surfaceTexture({ w, h: high, radius, edge: colours.inkOnPaper, edgeWidth: 4 }),
    ...(chip === undefined
      ? {}
      : {
          Chip: {
            x: left,
            y: high / 2 - 16,
            texture: surfaceTexture({
              w: 32,
              h: 32,
              radius: 16,
              fill: chip,
              edge: colours.inkOnPaper,
              edgeWidth: 3,
            }),
          },
        }),
    Word: textTemplate(word, {
      x: left + sign,
      y: high / 2 + 1,
      mountY: 0.5,
      size,
      bold: true,
      colour: colours.inkOnPaper,
      lineHeight: size,
      silent: true,
    }),
  };
  return { template, w };
}

/** The ring of four arrows. */
function arrows() {
  return drawing(`key-arrows:${colours.inkOnPaper}`, high, high, (context) => {
    context.fillStyle = css(colours.inkOnPaper);
    const middle = high / 2;
    for (let turn = 0; turn < 4; turn += 1) {
      context.save();
      context.translate(middle, middle);
      context.rotate((turn * Math.PI) / 2);
      context.beginPath();
      context.moveTo(0, -middle + 3);
      context.lineTo(14, -middle + 23);
      context.lineTo(-14, -middle + 23);
      context.closePath();
      context.fill();
      context.restore();
    }
    context.beginPath();
    context.arc(middle, middle, 7, 0, 2 * Math.PI);
    context.fill();
  });
}
