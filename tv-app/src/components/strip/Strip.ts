import Lightning from '@lightningjs/core';
import { topForCentre } from '../../text/baseline.ts';
import { measureFor } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import type { Accessible } from '../base/accessible.ts';
import { surfaceTexture } from '../base/surface.ts';

const margin = 40;

/** Over the legend of a page. */
export const overLegend = { x: layout.left - 24, y: layout.bottom - 126, w: 1776, h: 138 } as const;

/** Over who issued an order and when: the least of what it shows. */
export const besideLevel = (drill: boolean) =>
  drill ? { x: 1030, y: 152, w: 726, h: 116 } : { x: 1030, y: layout.top, w: 794, h: 144 };
/** At the top, where a sheet leaves the screen free. */
export const aboveSheet = { ...overLegend, y: layout.top } as const;

/** One or two sentences over what is drawn there, for as long as they hold. Takes no key and is to cover no control. */
export class Strip extends Lightning.Component {
  #said: readonly string[] = [];

  get accessible(): Accessible | undefined {
    return this.#said.length === 0 ? undefined : { role: 'status', name: this.#said.join('') };
  }

  override _init(): void {
    this.visible = false;
  }

  /** Says these sentences in a place of the screen; none takes the strip away. */
  say(
    sentences: readonly string[],
    place: { x: number; y: number; w: number; h: number } = overLegend,
  ): void {
    if (sentences.join('\n') === this.#said.join('\n')) return;
    this.#said = sentences;
    this.childList.clear();
    this.visible = sentences.length > 0;
    if (sentences.length === 0) return;
    const { x, y, w, h } = place;
    const room = w - 2 * margin;
    const together = sentences.join(' ');
    const lines = measureFor(48, true)(together) <= room ? [together] : sentences.slice(0, 2);
    const step = h / (lines.length + 1);
    this.patch({
      x,
      y,
      Sheet: { texture: surfaceTexture({ w, h, radius: layout.radius.strip, fill: colours.paper }) },
      ...Object.fromEntries(
        lines.map((line, index) => {
          const size = [48, 44, 40, 36].find((one) => measureFor(one, true)(line) <= room) ?? 36;
          return [
            `Line${index}`,
            textTemplate(line, {
              x: margin,
              y: topForCentre(
                Math.round(step * (index + 1) + (lines.length > 1 ? (index === 0 ? -8 : 8) : 0)),
                size,
              ),
              size,
              bold: true,
              colour: colours.inkOnPaper,
            }),
          ];
        }),
      ),
    } as never);
  }
}
