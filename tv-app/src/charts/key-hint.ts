import type { Children } from '../components/base/place.ts';
import { surfaceTexture } from '../components/base/surface.ts';
import { chart as words } from '../messages/health.ts';
import { topForCentre } from '../text/baseline.ts';
import { measureFor } from '../theme/measure.ts';
import { textTemplate } from '../theme/theme.ts';
import { colours } from '../theme/tokens.ts';

const key = { w: 106, h: 58 };

/** 「決定 ひょうで 見る」 with the key as on the remote, ending at `right` and centred on `centre`. */
export function keyHint(what: string, right: number, centre: number, size = 38): Children {
  const left = Math.round(right - measureFor(size, false)(what));
  return {
    What: textTemplate(what, {
      x: left,
      y: topForCentre(centre, size),
      size,
      lineHeight: 50,
      colour: colours.secondText,
      silent: true,
    }),
    Key: {
      x: left - 18 - key.w,
      y: centre - key.h / 2,
      texture: surfaceTexture({ ...key, radius: 12, edge: colours.secondText, edgeWidth: 3 }),
    },
    KeyWord: textTemplate(words.enter, {
      x: left - 18 - key.w / 2,
      y: topForCentre(centre, 36),
      mountX: 0.5,
      size: 36,
      bold: true,
      lineHeight: 40,
      colour: colours.text,
      silent: true,
    }),
  };
}
