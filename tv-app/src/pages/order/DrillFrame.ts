import Lightning from '@lightningjs/core';
import { drawing, surfaceTexture } from '../../components/base/surface.ts';
import { order as words } from '../../messages/order.ts';
import { css } from '../../theme/contrast.ts';
import { fit } from '../../theme/fit.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

const stripe = 36;
const side = 132;
const band = 120;

/** Hatched frame of a drill with 訓練 in every corner: never to be taken for a real order. */
export class DrillFrame extends Lightning.Component {
  override _init(): void {
    const { width, height } = layout;
    const size = fit(words.drill, 220 - 32, [64, 56, 48, 42, 36]);
    const corners = [
      [96, 42],
      [1604, 42],
      [96, 946],
      [1604, 946],
    ] as const;
    this.patch({
      Top: { texture: hatch(width, band, 0, 0) },
      Bottom: { y: height - band, texture: hatch(width, band, 0, height - band) },
      Left: { y: band, texture: hatch(side, height - 2 * band, 0, band) },
      Right: { x: width - side, y: band, texture: hatch(side, height - 2 * band, width - side, band) },
      ...Object.fromEntries(
        corners.map(([x, y], index) => [
          `Corner${index}`,
          {
            x: x - 12,
            y: y - 12,
            texture: surfaceTexture({ w: 244, h: 116, radius: 26, fill: colours.black }),
            Plate: {
              x: 12,
              y: 12,
              texture: surfaceTexture({ w: 220, h: 92, radius: 14, edge: colours.paper, edgeWidth: 5 }),
            },
            Word: textTemplate(words.drill, {
              x: 122,
              y: 58,
              mountX: 0.5,
              mountY: 0.5,
              size,
              bold: true,
              colour: colours.white,
              lineHeight: size,
            }),
          },
        ]),
      ),
    } as never);
  }
}

/** Diagonal stripes that go on across the four sides. */
function hatch(w: number, h: number, x: number, y: number) {
  return drawing(`hatch:${x},${y}/${colours.paper}`, w, h, (context) => {
    context.fillStyle = css(colours.black);
    context.fillRect(0, 0, w, h);
    context.fillStyle = css(colours.paper);
    const step = stripe * 2 * Math.SQRT2;
    const first = Math.floor((x + y) / step) * step - (x + y);
    for (let at = first - step; at < w + h + step; at += step) {
      context.beginPath();
      context.moveTo(at, 0);
      context.lineTo(at + step / 2, 0);
      context.lineTo(at + step / 2 - h, h);
      context.lineTo(at - h, h);
      context.closePath();
      context.fill();
    }
  });
}
