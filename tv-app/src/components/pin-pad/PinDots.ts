import Lightning from '@lightningjs/core';
import { pin } from '../../messages/pin.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { surfaceTexture } from '../base/surface.ts';

/**
 * How much of a PIN is typed: one filled round for each key. The rounds that it must have are drawn, those that it may have
 * are points.
 */
export class PinDots extends Lightning.Component {
  typed = 0;
  least = 4;
  most = 4;
  size = 84;
  gap = 36;
  perRow = 8;

  get accessible(): Accessible {
    return { role: 'status', name: this.typed === 0 ? pin.empty : pin.entered(this.typed) };
  }

  override _init(): void {
    this.#draw();
  }

  /** Shows another count. */
  setTyped(typed: number): void {
    if (typed === this.typed) return;
    this.typed = typed;
    this.#draw();
  }

  #draw(): void {
    const { size, gap, perRow } = this;
    this.childList.clear();
    this.childList.a(
      Array.from({ length: this.most }, (_, at) => ({
        x: (at % perRow) * (size + gap) + size / 2,
        y: Math.floor(at / perRow) * (size + gap) + size / 2,
        mount: 0.5,
        texture: this.#round(at),
      })) as never,
    );
  }

  #round(at: number): object {
    const { size, typed, least } = this;
    if (at < typed) return surfaceTexture({ w: size, h: size, radius: size / 2, fill: colours.leaf });
    if (at < least) {
      return surfaceTexture({ w: size, h: size, radius: size / 2, edge: colours.edge, edgeWidth: 4 });
    }
    const point = Math.round(size / 4);
    return surfaceTexture({ w: point, h: point, radius: point / 2, fill: colours.edge });
  }
}
