import type Lightning from '@lightningjs/core';
import { Launch } from '@lightningjs/sdk';
import { fontFamily } from '../theme/font-family.ts';
import { layout } from '../theme/tokens.ts';

type ComponentType = new (...args: never[]) => Lightning.Component;

/**
 * Starts Lightning at 1920×1080 and appends its canvas to the page. `Root` comes on the screen once `ready` has settled; the
 * SDK would wait for ever for a font that does not come.
 */
export function launch(
  Root: ComponentType,
  renderer: 'webgl' | 'canvas2d',
  ready: Promise<void>,
): Lightning.Application {
  const application = Launch(
    Root as unknown as Lightning.Component.Constructor,
    {
      stage: {
        w: layout.width,
        h: layout.height,
        precision: 1,
        clearColor: 0x00000000,
        canvas2d: renderer === 'canvas2d',
        defaultFontFace: fontFamily,
        useImageWorker: false,
        memoryPressure: 10e6,
        pauseRafLoopOnIdle: true,
      },
      // Keys come to App.press from one place, whether pressed here or on the demo's drawn remote control.
      keys: null,
      debug: false,
    } as never,
    {
      id: 'chanoma',
      path: './',
      width: layout.width,
      height: layout.height,
      log: false,
      fontLoader: () => ready,
    } as never,
  ) as unknown as Lightning.Application;
  document.body.append(application.stage.getCanvas());
  return application;
}
