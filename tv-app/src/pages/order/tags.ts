import type { Children } from '../../components/base/place.ts';
import { surfaceTexture } from '../../components/base/surface.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';

const size = 44;
const height = 64;
const edge = 24;

/** Room that a row of tags takes below the strip. */
export const tagsHeight = height + 18;

/** Short notes in one row: 「あたらしく なりました」, 「ほかに 1けん あります」. */
export function tagRow(tags: readonly string[], left: number, y: number): Children {
  let x = left;
  return Object.fromEntries(
    tags.map((word, index) => {
      const w = Math.ceil(measureFor(size, true)(word)) + 2 * edge;
      const tag = {
        x,
        y,
        texture: surfaceTexture({ w, h: height, radius: 14, fill: colours.white }),
        Word: textTemplate(word, {
          x: edge,
          y: height / 2 + 1,
          mountY: 0.5,
          size,
          bold: true,
          colour: colours.black,
          lineHeight: size,
        }),
      };
      x += w + edge;
      return [`Tag${index}`, tag];
    }),
  );
}
