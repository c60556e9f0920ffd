import Lightning from '@lightningjs/core';
import { drawing, surfaceTexture } from '../../components/base/surface.ts';
import { order as words } from '../../messages/order.ts';
import { css } from '../../theme/contrast.ts';
import { fit } from '../../theme/fit.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { drillStrip } from './frame.ts';

const stripe = 36;
const side = 108;
const top = 174;
const bottom = 138;
/** Plates stand in the corners of the safe area, the upper ones beside the strip. */
const plate = { w: 200, h: 76, edge: 10 };

/** Hatched frame of a drill with 訓練 in every corner: never to be taken for a real order. */
export class DrillFrame extends Lightning.Component {
  override _init(): void {
    const { width, height, left, right } = layout;
    const size = fit(words.drill, plate.w - 28, [56, 48, 42, 36]);
    const upper = drillStrip.y + (drillStrip.h - plate.h) / 2;
    const lower = layout.bottom - plate.h;
    const corners = [left, right - plate.w].flatMap((x) => [
      { x, y: upper },
      { x, y: lower },
    ]);
    this.patch({
      Top: { texture: hatch(width, top, 0, 0) },
      Bottom: { y: height - bottom, texture: hatch(width, bottom, 0, height - bottom) },
      Left: { y: top, texture: hatch(side, height - top - bottom, 0, top) },
      Right: { x: width - side, y: top, texture: hatch(side, height - top - bottom, width - side, top) },
      Strip: ground(drillStrip),
      ...Object.fromEntries(
        corners.map((corner, index) => [
          `Corner${index}`,
          {
            ...ground({ ...corner, w: plate.w, h: plate.h }),
            Plate: {
              x: plate.edge,
              y: plate.edge,
              texture: surfaceTexture({
                w: plate.w,
                h: plate.h,
                radius: 14,
                edge: colours.paper,
                edgeWidth: 5,
              }),
            },
            Word: textTemplate(words.drill, {
              x: plate.edge + plate.w / 2,
              y: plate.edge + plate.h / 2,
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

/** Black on which something stands within the stripes. */
const ground = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => ({
  x: x - plate.edge,
  y: y - plate.edge,
  texture: surfaceTexture({
    w: w + 2 * plate.edge,
    h: h + 2 * plate.edge,
    radius: 24,
    fill: colours.black,
  }),
});

/** Diagonal stripes that go on across the four sides. */
function hatch(w: number, h: number, x: number, y: number) {
  return drawing(`hatch:${x},${y}/${colours.black}/${colours.paper}`, w, h, (context) => {
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
