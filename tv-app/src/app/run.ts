import type Lightning from '@lightningjs/core';
import type { PageSettings } from '../../../reader-agent/src/protocol/local.ts';
import { type PageAudio, pageAudio } from '../speech/page-audio.ts';
import type { App } from './App.ts';
import { loadFonts } from './fonts.ts';
import { onChangedFrame, wake } from './frames.ts';
import { launch } from './launch.ts';
import { describe } from './mirror.ts';
import { Mirror } from './mirror-document.ts';
import { writeAfterFrames } from './mirror-schedule.ts';
import { readPageSettings, televisionInBrowser } from './start.ts';
import type { Television } from './television.ts';

/** The application while it runs in a browser. */
export interface Running {
  app: App;
  tv: Television;
  application: Lightning.Application;
  settings: PageSettings;
  query: URLSearchParams;
  audio: PageAudio;
}

/**
 * Puts an application on the browser's screen: its surroundings, keys, accessible mirror. `attached` is called once, when it
 * stands there.
 */
export function run(AppClass: typeof App, attached: (running: Running) => void): void {
  const query = new URLSearchParams(window.location.search);
  const settings = readPageSettings(document);
  const asked = query.get('renderer');
  const renderer = asked === 'webgl' || asked === 'canvas2d' ? asked : settings.renderer;

  const mirror = new Mirror(document);
  let app: App | undefined;
  const audio = pageAudio(window);
  const tv = televisionInBrowser(window, mirror, audio, settings, () => app as App);

  /** Lightning builds it without arguments. */
  class Surroundings extends AppClass {
    override _construct(): void {
      this.tv = tv;
      app = this;
    }
    /** Its pages stand there, and nothing has been drawn yet. */
    override _attach(): void {
      attached({ app: this, tv, application, settings, query, audio });
      if (query.get('test') === '1') Object.assign(window, { __app: this, __application: application });
    }
  }

  const application = launch(
    Surroundings,
    renderer,
    loadFonts(() => tv.settings.set({})),
  );

  // The mirror says what is drawn there.
  application.stage.getCanvas().setAttribute('aria-hidden', 'true');

  // Lightning does not come back from a lost context by itself; a television must.
  application.stage.getCanvas().addEventListener('webglcontextlost', () => window.location.reload());

  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { keyCode: code, key: domKey, repeat } = event;
    audio.keyPressed();
    wake(application.stage);
    if (app?.take({ code, domKey, repeat })) event.preventDefault();
  });

  onChangedFrame(
    application.stage,
    writeAfterFrames(tv.clock, () => {
      if (!app?.attached) return;
      const path = application.focusPath as Lightning.Element[] | undefined;
      mirror.write(describe(app, path?.[path.length - 1]));
    }),
  );
}
