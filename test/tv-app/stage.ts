import Lightning from '@lightningjs/core';
import type { MethodName } from '../../reader-agent/src/protocol/local.ts';
import type { App } from '../../tv-app/src/app/App.ts';
import type { Clock } from '../../tv-app/src/app/clock.ts';
import type { KeyName } from '../../tv-app/src/app/keys/names.ts';
import { Remote } from '../../tv-app/src/app/keys/Remote.ts';
import { describe, type MirrorNode } from '../../tv-app/src/app/mirror.ts';
import { SettingsStore } from '../../tv-app/src/app/settings.ts';
import type { Television } from '../../tv-app/src/app/television.ts';
import type { AgentClient } from '../../tv-app/src/clients/agent.ts';
import { BoxStore } from '../../tv-app/src/clients/box.ts';
import { ServiceError, type ServicesClient } from '../../tv-app/src/clients/services.ts';
import { doors } from '../../tv-app/src/pages/doors.ts';
import { Announcer } from '../../tv-app/src/speech/announcer.ts';
import type { SoundName } from '../../tv-app/src/speech/sounds.ts';
import { themeFor } from '../../tv-app/src/theme/theme.ts';
import { notices, shelters } from './canned.ts';

/** Width of a text in pixels. */
export type WidthOf = (text: string, size: number, bold: boolean) => number;

/** Every full-width character is one em wide. */
let widthOf: WidthOf = (text, size) =>
  [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 256 ? size / 2 : size), 0);

/** From now on texts are as wide as this says; to be called before the application starts. */
export function measureTexts(width: WidthOf): void {
  widthOf = width;
}

/** A 2-D context that draws nothing. */
function stubContext(canvas: object): unknown {
  const state: Record<string, unknown> = { canvas, font: '10px x' };
  return new Proxy(state, {
    get(target, name) {
      if (name === 'measureText') {
        return (text: string) => {
          const font = String(target.font);
          const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
          return { width: widthOf(text, size, font.includes('bold')) };
        };
      }
      if (name === 'createImageData') return () => ({ data: { set: () => undefined } });
      if (name in target) return target[name as string];
      // Lightning takes a context with this for WebGL.
      if (name === 'useProgram') return undefined;
      return () => undefined;
    },
    set(target, name, value) {
      target[name as string] = value;
      return true;
    },
  });
}

const stubCanvas = (): object => {
  const canvas: Record<string, unknown> = { width: 1920, height: 1080, style: {} };
  const context = stubContext(canvas);
  canvas.getContext = () => context;
  return canvas;
};

/** Lightning without browser: frames are drawn by hand, textures are made of nothing. */
class TestPlatform {
  stage: unknown;
  init(stage: unknown): void {
    this.stage = stage;
  }
  destroy(): void {}
  startLoop(): void {}
  stopLoop(): void {}
  getHrTime(): number {
    return Date.now();
  }
  getDrawingCanvas(): unknown {
    return stubCanvas();
  }
  getTextureOptionsForDrawingCanvas(canvas: unknown): unknown {
    return {
      source: canvas,
      w: (canvas as { width: number }).width,
      h: (canvas as { height: number }).height,
    };
  }
  createGlTexture(): unknown {
    return {};
  }
  uploadGlTexture(): void {}
  freeGlTexture(): void {}
  loadSrcTexture(_source: unknown, done: (error: null, options: object) => void): void {
    done(null, { source: stubCanvas(), w: 10, h: 10 });
  }
  nextFrame(): void {}
  registerKeydownHandler(): void {}
  registerKeyupHandler(): void {}
}

/** Time that only moves when told. */
export class TestClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];
  constructor(start = '2026-11-20T18:30:00+09:00') {
    this.#now = Date.parse(start);
  }
  now = (): Date => new Date(this.#now);
  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  /** Lets time pass and runs what falls due, in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((other) => other !== next);
      next.run();
    }
    this.#now = end;
  }
}

export interface TestTelevision {
  tv: Television;
  app: App;
  clock: TestClock;
  box: BoxStore;
  calls: { method: MethodName; params: unknown }[];
  /** Results by method; a string rejects with that code. */
  replies: Partial<Record<MethodName, unknown>>;
  services: Record<string, unknown>;
  spoken: string[];
  sounds: SoundName[];
  shown: string[];
  press(...keys: KeyName[]): void;
  /** Lets promises settle and draws. */
  settle(): Promise<void>;
  mirror(): MirrorNode[];
  /** Every name in the mirror, in order. */
  words(): string[];
  focusName(): string;
}

/** The whole application on the test platform, with an agent and services that answer from tables. */
export async function startTelevision(AppClass: typeof App): Promise<TestTelevision> {
  (globalThis as { document?: unknown }).document ??= { createElement: stubCanvas };
  (globalThis as { Image?: unknown }).Image ??= class {};
  (globalThis as { ImageData?: unknown }).ImageData ??= class {};
  // Pages open at once, as they do soon after the start.
  await Promise.allSettled(Object.values(doors).map((door) => door.load()));
  const clock = new TestClock();
  const box = new BoxStore();
  const calls: TestTelevision['calls'] = [];
  const replies: TestTelevision['replies'] = {};
  const services: Record<string, unknown> = { '/notices/public': notices, '/town/shelters': shelters };
  const spoken: string[] = [];
  const sounds: SoundName[] = [];
  const shown: string[] = [];
  const settings = new SettingsStore(null);
  const agent = {
    start() {},
    call(method: MethodName, params: unknown): Promise<unknown> {
      calls.push({ method, params });
      const reply = replies[method] ?? {};
      return typeof reply === 'string'
        ? Promise.reject(Object.assign(new Error(reply), { code: reply }))
        : Promise.resolve(reply);
    },
  } as unknown as AgentClient;
  const client = {
    get: (path: string) => answer(services, path),
    post: (path: string) => answer(services, path),
  } as unknown as ServicesClient;
  let app!: App;
  const tv: Television = {
    box,
    settings,
    remote: new Remote({ device: 'auto', storage: null }),
    agent,
    clock,
    services: client,
    announcer: new Announcer(
      {
        speak: (words, done) => {
          spoken.push(words);
          done();
        },
        stop: () => {},
      },
      clock,
    ),
    sounds: { play: (name) => sounds.push(name), silence: () => {} },
    pages: {
      open: (page, ...params) => app.open(page, ...params),
      openPersonal: (service, page, ...params) => app.openPersonal(service, page, ...params),
      replace: (page, ...params) => app.replace(page, ...params),
      back: () => app.back(),
      home: () => app.home(),
      broadcast: () => app.broadcast(),
      hide: () => app.hide(),
    },
    get theme() {
      return themeFor(settings.current.textSize);
    },
  };
  class Surroundings extends AppClass {
    override _construct(): void {
      this.tv = tv;
    }
  }
  class TestApplication extends Lightning.Application {
    static override _template(): object {
      return { w: 1920, h: 1080, App: { type: Surroundings } };
    }
    override _getFocused(): Lightning.Component {
      return this.tag('App' as never) as unknown as Lightning.Component;
    }
  }
  const canvas = stubCanvas() as { getContext(kind: string): unknown };
  const application = new TestApplication({
    stage: {
      platform: TestPlatform,
      context: canvas.getContext('2d'),
      canvas2d: true,
      autostart: false,
      w: 1920,
      h: 1080,
      useImageWorker: false,
      // As in the browser.
      memoryPressure: 10e6,
    },
    keys: null,
  } as never);
  app = application.tag('App' as never) as unknown as App;
  application.stage.drawFrame();

  app.showing = (showing) => shown.push(showing);
  app.tellAgain();

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    application.stage.drawFrame();
  };
  await settle();
  const mirror = (): MirrorNode[] => describe(app as unknown as Lightning.Element, app.focusedControl);
  const flat = (nodes: readonly MirrorNode[]): MirrorNode[] =>
    nodes.flatMap((node) => [node, ...flat(node.nodes)]);
  return {
    tv,
    app,
    clock,
    box,
    calls,
    replies,
    services,
    spoken,
    sounds,
    shown,
    settle,
    mirror,
    press: (...keys) => {
      for (const key of keys) {
        clock.pass(200);
        app.press(key);
      }
    },
    words: () => flat(mirror()).map(({ name }) => name),
    focusName: () => flat(mirror()).find(({ focused }) => focused)?.name ?? '',
  };
}

function answer(services: Record<string, unknown>, path: string): Promise<unknown> {
  const found = services[path.split('?')[0] ?? path];
  return found === undefined
    ? Promise.reject(new ServiceError('platform.unreachable', 0))
    : Promise.resolve(found);
}
