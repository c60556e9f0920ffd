import type { PageSettings } from '../../../reader-agent/src/protocol/local.ts';
import { AgentClient } from '../clients/agent.ts';
import { BoxStore } from '../clients/box.ts';
import { takePageSecret } from '../clients/page-secret.ts';
import { ServicesClient } from '../clients/services.ts';
import { Announcer, mannerOf } from '../speech/announcer.ts';
import { browserVoice } from '../speech/browser-voice.ts';
import type { PageAudio } from '../speech/page-audio.ts';
import { webSounds } from '../speech/sounds.ts';
import { themeFor } from '../theme/theme.ts';
import type { App } from './App.ts';
import { BoxClock } from './clock.ts';
import { deviceSettings } from './keys/devices.ts';
import { Remote } from './keys/Remote.ts';
import type { Mirror } from './mirror-document.ts';
import { SettingsStore } from './settings.ts';
import type { Pages, Television } from './television.ts';

/** What the pages are given in a browser. `app` is asked late, because it is built after this. */
export function televisionInBrowser(
  window: Window,
  mirror: Mirror,
  audio: PageAudio,
  { remote = 'auto', helpPhone }: PageSettings,
  app: () => App,
): Television {
  const box = new BoxStore();
  const settings = new SettingsStore(storageOf(window));
  const secret = takePageSecret(window.location, window.history, sessionStorageOf(window));
  const socketUrl = `${window.location.origin.replace(/^http/, 'ws')}/agent`;
  const clock = new BoxClock();
  box.subscribe(({ agentClock }, before) => {
    // Every page says the right time from now on.
    if (agentClock && agentClock !== before.agentClock && clock.tell(new Date(agentClock))) settings.set({});
  });
  const announcer = new Announcer(
    browserVoice(window, audio, clock),
    clock,
    (words) => mirror.say(words),
    () => mannerOf(settings.current),
  );
  const pages: Pages = {
    open: (page, ...params) => app().open(page, ...params),
    openPersonal: (service, page, ...params) => app().openPersonal(service, page, ...params),
    replace: (page, ...params) => app().replace(page, ...params),
    back: () => app().back(),
    home: () => app().home(),
    broadcast: () => app().broadcast(),
    hide: () => app().hide(),
  };
  return {
    box,
    settings,
    remote: new Remote({
      device: remote,
      constants: window as unknown as Record<string, unknown>,
      storage: storageOf(window),
    }),
    ...(helpPhone ? { helpPhone } : {}),
    announcer,
    pages,
    clock,
    agent: new AgentClient(() => new WebSocket(socketUrl), box, clock, secret),
    services: new ServicesClient((input, init) => window.fetch(input, init), secret),
    sounds: webSounds(audio, () => settings.current.sound),
    get theme() {
      return themeFor(settings.current.textSize);
    },
  };
}

function storageOf(window: Window): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function sessionStorageOf(window: Window): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** Origin of the page around this one; undefined where the browser does not tell it. */
export function framingOrigin(window: Window): string | undefined {
  const told = window.location.ancestorOrigins?.[0];
  if (told) return told;
  try {
    return new URL(window.document.referrer).origin;
  } catch {
    return undefined;
  }
}

/** Settings that the agent wrote into the page; a page without them runs as on a real box. */
export function readPageSettings(document: Document): PageSettings {
  const fallback: PageSettings = { livingRoomOrigins: [], renderer: 'canvas2d' };
  try {
    const found = JSON.parse(document.getElementById('box')?.textContent || '{}') as Partial<PageSettings>;
    const origins = Array.isArray(found.livingRoomOrigins) ? found.livingRoomOrigins : [];
    return {
      livingRoomOrigins: origins.filter((origin) => typeof origin === 'string'),
      renderer: found.renderer === 'webgl' ? 'webgl' : 'canvas2d',
      remote: deviceSettings.find((kind) => kind === found.remote) ?? 'auto',
      ...(typeof found.helpPhone === 'string' ? { helpPhone: found.helpPhone } : {}),
    };
  } catch {
    return fallback;
  }
}
