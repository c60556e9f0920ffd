import Lightning from '@lightningjs/core';
import type { Clock } from '../../app/clock.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { surfaceTexture } from '../base/surface.ts';
import { type IconName, icon, picture } from '../icon/Icon.ts';

/** Each drawing stands for so long; the whole loop takes about four seconds. */
const holds = [1100, 1300, 1700] as const;

/** Hand, card and reader in three drawings (card-guide-1 … 3), in a loop; `still` shows one of them. */
export class CardGuide extends Lightning.Component {
  clock!: Clock;
  label = '';
  /** 0–2: one drawing only, for instance the card lying on the reader. */
  still: number | undefined = undefined;
  /** Only how the card is laid, without the tick of the last drawing: the one before was not accepted. */
  asking = false;
  /** A large sign in place of the drawings. */
  sign?: IconName;
  #stop: () => void = () => {};
  #step = 0;

  get accessible(): Accessible {
    return { role: 'img', name: this.label };
  }

  override _init(): void {
    const { w, h } = this;
    if (this.sign) {
      this.patch({
        Ground: { texture: surfaceTexture({ w, h, radius: 24, fill: colours.paper }) },
        Round: {
          x: w / 2,
          y: h / 2,
          mount: 0.5,
          texture: surfaceTexture({ w: 400, h: 400, radius: 200, fill: colours.paperShade }),
        },
        Sign: icon(this.sign, {
          x: w / 2,
          y: h / 2,
          mountX: 0.5,
          mountY: 0.5,
          size: 208,
          colour: colours.inkOnPaper,
        }),
      } as never);
      return;
    }
    const drawings = [1, 2, 3].map((number) => [
      `Drawing${number}`,
      { ...picture(`card-guide-${number}`, { w, h }), visible: false },
    ]);
    this.patch({
      Ground: { texture: surfaceTexture({ w, h, radius: 24, fill: colours.paper }) },
      ...Object.fromEntries(drawings),
    } as never);
    this.#step = this.still ?? 0;
    this.#show();
  }

  override _detach(): void {
    this.#stop();
  }

  #show(): void {
    for (const [index] of holds.entries()) {
      this.patch({ [`Drawing${index + 1}`]: { visible: index === this.#step } } as never);
    }
    if (this.still !== undefined) return;
    this.#stop = this.clock.after(holds[this.#step]!, () => {
      this.#step = (this.#step + 1) % (this.asking ? 2 : holds.length);
      this.#show();
    });
  }
}
