import Lightning from '@lightningjs/core';
import { common, inList } from '../../messages/common.ts';
import { css } from '../../theme/contrast.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { drawing, surfaceTexture } from '../base/surface.ts';

const chips = { blue: 'keyBlue', red: 'keyRed', green: 'keyGreen', yellow: 'keyYellow' } as const;
/** X of each colour key: fixed, so that it is always in the same place. */
const places = { blue: 96, red: 468, green: 768, yellow: 1032 };

/** What the colour keys and 戻る do. The same on every page. */
export class Legend extends Lightning.Component {
  backWord = '';
  large = false;

  get accessible(): Accessible {
    const { blue, red, green, yellow } = common.legend;
    const keys = [
      `${blue.key} ${this.#blueWord}`,
      ...[red, green, yellow].map(({ key, word }) => `${key} ${word}`),
    ];
    return { role: 'group', name: inList([...keys, `${common.back} ${this.backWord}`]) };
  }

  get #blueWord(): string {
    return this.large ? common.legend.blue.wordLarge : common.legend.blue.word;
  }

  override _init(): void {
    const middle = 60;
    const size = 36;
    const keys = Object.fromEntries(
      (Object.keys(chips) as (keyof typeof chips)[]).map((name) => {
        const { key, word } = common.legend[name];
        return [
          name[0]!.toUpperCase() + name.slice(1),
          {
            x: places[name],
            y: middle,
            Chip: { mountY: 0.5, y: 0, texture: chip(colours[chips[name]]) },
            Key: textTemplate(key, {
              x: 50,
              mountY: 0.5,
              size,
              bold: true,
              colour: colours.text,
              lineHeight: size,
            }),
            Word: textTemplate(name === 'blue' ? this.#blueWord : word, {
              x: 102,
              mountY: 0.5,
              size,
              colour: colours.secondText,
              lineHeight: size,
            }),
          },
        ];
      }),
    );
    this.patch({
      ...keys,
      Back: {
        x: layout.right,
        y: middle,
        mountX: 1,
        mountY: 0.5,
        flex: { direction: 'row', alignItems: 'center' },
        Cap: {
          w: 106,
          h: 56,
          flexItem: { marginRight: 16 },
          texture: surfaceTexture({ w: 106, h: 56, radius: 12, edge: colours.text, edgeWidth: 3 }),
          Key: textTemplate(common.back, {
            x: 53,
            y: 29,
            mountX: 0.5,
            mountY: 0.5,
            size,
            bold: true,
            colour: colours.text,
            lineHeight: size,
          }),
        },
        Word: textTemplate(this.backWord, { size, colour: colours.secondText, lineHeight: size }),
      },
    } as never);
  }
}

function chip(colour: number) {
  return drawing(`chip:${colour}`, 36, 36, (context) => {
    context.fillStyle = css(colour);
    context.beginPath();
    context.arc(18, 18, 18, 0, 2 * Math.PI);
    context.fill();
  });
}
