import Lightning from '@lightningjs/core';
import type { Accessible } from '../base/accessible.ts';
import { drawing, freeTexture, surfaceTexture } from '../base/surface.ts';
import { qrModules } from './modules.ts';

/** Modules of light ground that a camera needs around the code (ISO/IEC 18004 §9.1). */
const quietZone = 4;
const black = 0xff000000;
const white = 0xffffffff;

/**
 * An address for a telephone's camera: black on white in every theme, whole pixels a module, with its quiet zone inside
 * `w`×`w`. The drawing is freed with the component, because an address may be good for one person only.
 */
export class QrCode extends Lightning.Component {
  /** ASCII text, usually an address. */
  content = '';
  /** What the code is for, said in its place. */
  label = '';

  get accessible(): Accessible {
    return { role: 'img', name: this.label };
  }

  override _init(): void {
    const { w, content } = this;
    if (!content) return;
    const modules = qrModules(content);
    const module = Math.floor(w / (modules.length + 2 * quietZone));
    const size = module * modules.length;
    const start = Math.round((w - size) / 2);
    this.patch({
      Ground: { texture: surfaceTexture({ w, h: w, radius: 24, fill: white }) },
      Code: {
        x: start,
        y: start,
        color: black,
        texture: drawing(undefined, size, size, (context) => {
          // White, coloured by the element: the same way as every other sign.
          context.fillStyle = '#ffffff';
          modules.forEach((line, row) => {
            line.forEach((dark, column) => {
              if (dark) context.fillRect(column * module, row * module, module, module);
            });
          });
        }),
      },
    } as never);
  }

  override _detach(): void {
    freeTexture(this.tag('Code' as never) as Lightning.Element | undefined);
  }
}
