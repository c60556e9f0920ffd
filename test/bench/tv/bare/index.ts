import '../../../../tv-app/src/app/without-eval.ts';
import Lightning from '@lightningjs/core';
import { loadFonts } from '../../../../tv-app/src/app/fonts.ts';
import { fontFamily } from '../../../../tv-app/src/theme/font-family.ts';

/** The least that Lightning can put on a television: a ground, one line of text. It waits for the same fonts as the application. */
class BarePage extends Lightning.Application {
  static override _template(): object {
    return {
      rect: true,
      w: 1920,
      h: 1080,
      color: 0xff101418,
      Line: { x: 96, y: 54, text: { text: '茶の間', fontFace: [fontFamily, 'sans-serif'], fontSize: 64 } },
    };
  }
}

void loadFonts(() => {}).then(() => {
  const application = new BarePage({
    stage: { w: 1920, h: 1080, canvas2d: true, precision: 1, useImageWorker: false },
  } as never);
  document.body.append(application.stage.getCanvas());
  Object.assign(window, { __application: application });
});
