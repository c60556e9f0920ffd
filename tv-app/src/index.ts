import './app/polyfills.ts';
import './app/without-eval.ts';
import type Lightning from '@lightningjs/core';
import { Launch } from '@lightningjs/sdk';
import { App } from './app/App.ts';
import { startBridge } from './app/bridge.ts';
import { loadFonts } from './app/fonts.ts';
import { keyCodes } from './app/keys.ts';
import { describe, Mirror } from './app/mirror.ts';
import { framingOrigin, readPageSettings, televisionInBrowser } from './app/start.ts';
import { fontFamily, layout } from './theme/tokens.ts';

const query = new URLSearchParams(window.location.search);
const settings = readPageSettings(document);
const asked = query.get('renderer');
const renderer = asked === 'webgl' || asked === 'canvas2d' ? asked : settings.renderer;

const mirror = new Mirror(document);
let app: App | undefined;
const tv = televisionInBrowser(window, mirror, () => app as App);

/** The application with its surroundings; Lightning builds it without arguments. */
class Television extends App {
  override _construct(): void {
    this.tv = tv;
    app = this;
  }
}

const application = Launch(
  Television as unknown as Lightning.Component.Constructor,
  {
    stage: {
      w: layout.width,
      h: layout.height,
      precision: 1,
      clearColor: 0x00000000,
      canvas2d: renderer === 'canvas2d',
      defaultFontFace: fontFamily,
      useImageWorker: false,
      memoryPressure: 12e6,
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
    fontLoader: () => loadFonts(() => tv.settings.set({})),
  } as never,
) as unknown as Lightning.Application;

const canvas = application.stage.getCanvas();
document.body.append(canvas);
// Lightning does not come back from a lost context by itself; a television must.
canvas.addEventListener('webglcontextlost', () => window.location.reload());

window.addEventListener('keydown', (event) => {
  const key = keyCodes[event.keyCode];
  if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  app?.press(key, event.repeat);
});

let mirrored = 0;
application.stage.on('frameEnd', () => {
  const now = Date.now();
  if (now - mirrored < 80 || !app?.attached) return;
  mirrored = now;
  const path = application.focusPath as Lightning.Element[] | undefined;
  mirror.write(describe(app, path?.[path.length - 1]));
});

const whenAttached = setInterval(() => {
  if (!app?.attached) return;
  clearInterval(whenAttached);
  app.showing = startBridge(
    window,
    settings.livingRoomOrigins,
    (key) => app?.press(key),
    framingOrigin(window),
  );
  app.tellAgain();
  tv.agent.start();
  if (query.get('test') === '1') Object.assign(window, { __app: app, __application: application });
}, 20);
