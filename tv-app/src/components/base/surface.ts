import Lightning from '@lightningjs/core';
import { css } from '../../theme/contrast.ts';
import { colours, focusRing, ringReach, strokes } from '../../theme/tokens.ts';

export interface Surface {
  w: number;
  h: number;
  radius: number;
  fill?: number;
  edge?: number;
  edgeWidth?: number;
  /** Dash and gap in pixels: a place that cannot be taken, a drill's strip. */
  dash?: readonly [number, number];
}

type Draw = (context: CanvasRenderingContext2D) => void;

/**
 * Static texture drawn with a 2-D context. `id` must name everything the drawing depends on, its colours too: equal ids share
 * one texture. Without an id the drawing is one element's own.
 */
export function drawing(id: string | undefined, w: number, h: number, draw: Draw) {
  return Lightning.Tools.getCanvasTexture(
    (done: (error: null, canvas?: HTMLCanvasElement) => void, stage: Lightning.Stage) => {
      const canvas = (
        stage.platform as unknown as { getDrawingCanvas(): HTMLCanvasElement }
      ).getDrawingCanvas();
      canvas.width = Math.ceil(w);
      canvas.height = Math.ceil(h);
      const context = canvas.getContext('2d');
      if (context) draw(context);
      done(null, canvas);
    },
    // Lightning's types forget that a name may be missing.
    id === undefined ? (undefined as never) : `${id}:${w}x${h}`,
  );
}

/** Takes an element's texture off the screen and out of the memory, for drawings of a person's data. */
export function freeTexture(element: Lightning.Element | undefined): void {
  const texture = element?.texture as { free?(): void } | null | undefined;
  if (!element || !texture) return;
  element.texture = null as never;
  texture.free?.();
}

/** Path of a rounded rectangle (engines of the boxes have no `roundRect`). */
export function roundedPath(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  radius: number,
): void {
  const r = Math.max(0, Math.min(radius, w / 2, h / 2));
  context.beginPath();
  context.moveTo(x + r, y);
  context.arcTo(x + w, y, x + w, y + h, r);
  context.arcTo(x + w, y + h, x, y + h, r);
  context.arcTo(x, y + h, x, y, r);
  context.arcTo(x, y, x + w, y, r);
  context.closePath();
}

/** Rounded ground with its edge inside the box. */
export function surfaceTexture(surface: Surface) {
  const { w, h, radius, fill, edge, edgeWidth = strokes.edge, dash } = surface;
  return drawing(`surface:${[radius, fill, edge, edgeWidth, dash].join('/')}`, w, h, (context) => {
    const inset = edge === undefined ? 0 : edgeWidth / 2;
    roundedPath(context, inset, inset, w - 2 * inset, h - 2 * inset, radius - inset);
    if (fill !== undefined) {
      context.fillStyle = css(fill);
      context.fill();
    }
    if (edge !== undefined) {
      context.strokeStyle = css(edge);
      context.lineWidth = edgeWidth;
      if (dash) context.setLineDash([...dash]);
      context.stroke();
    }
  });
}

/** Ring around a thing of w×h on a ground; placed at (−reach, −reach) of it. */
export function ringTexture(w: number, h: number, radius: number, ground: number = colours.ink) {
  const { gap, ring, outline } = focusRing;
  return drawing(
    `ring:${radius}/${ground}/${gap}/${ring}`,
    w + 2 * ringReach,
    h + 2 * ringReach,
    (context) => {
      const band = (from: number, to: number, colour: number) => {
        const middle = (from + to) / 2;
        const start = ringReach - middle;
        roundedPath(context, start, start, w + 2 * middle, h + 2 * middle, radius + middle);
        context.strokeStyle = css(colour);
        context.lineWidth = to - from;
        context.stroke();
      };
      band(gap + ring, gap + ring + outline, colours.black);
      band(gap, gap + ring, colours.focus);
      band(0, gap, ground);
    },
  );
}
