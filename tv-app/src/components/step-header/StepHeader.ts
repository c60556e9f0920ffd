import Lightning from '@lightningjs/core';
import { common } from '../../messages/common.ts';
import { css } from '../../theme/contrast.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { drawing, surfaceTexture } from '../base/surface.ts';

const size = 64;
const pitch = 88;

/** Numbered rounds of a task: done ones carry a tick, the present one is filled. `current` counts from 1. */
export class StepHeader extends Lightning.Component {
  count = 5;
  current = 1;

  get accessible(): Accessible {
    return { role: 'text', name: common.step(Math.min(this.current, this.count), this.count) };
  }

  override _init(): void {
    const rounds = Array.from({ length: this.count }, (_, index) => index + 1);
    this.patch(
      Object.fromEntries(
        rounds.flatMap((step) => {
          const done = step < this.current;
          const line =
            step < this.count
              ? [
                  [
                    `Line${step}`,
                    {
                      rect: true,
                      x: (step - 1) * pitch + size,
                      y: size / 2 - 1,
                      w: pitch - size,
                      h: 3,
                      color: done ? colours.leaf : colours.edge,
                    },
                  ] as const,
                ]
              : [];
          return [[`Round${step}`, this.#round(step, done)] as const, ...line];
        }),
      ) as never,
    );
  }

  #round(step: number, done: boolean) {
    const x = (step - 1) * pitch;
    if (done) return { x, texture: tick() };
    const now = step === this.current;
    return {
      x,
      texture: surfaceTexture({
        w: size,
        h: size,
        radius: size / 2,
        ...(now ? { fill: colours.text } : { edge: colours.edge, edgeWidth: 3 }),
      }),
      Number: textTemplate(String(step), {
        x: size / 2,
        y: size / 2 + 1,
        mountX: 0.5,
        mountY: 0.5,
        size: 36,
        bold: now,
        lineHeight: 36,
        colour: now ? colours.inkOnPaper : colours.secondText,
      }),
    };
  }
}

function tick() {
  return drawing(`step-done:${colours.leaf}/${colours.inkOnPaper}`, size, size, (context) => {
    context.fillStyle = css(colours.leaf);
    context.beginPath();
    context.arc(size / 2, size / 2, size / 2, 0, 2 * Math.PI);
    context.fill();
    context.strokeStyle = css(colours.inkOnPaper);
    context.lineWidth = 6;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(19, 33);
    context.lineTo(28, 42);
    context.lineTo(46, 23);
    context.stroke();
  });
}
