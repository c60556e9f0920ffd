import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type RunningAgent, startAgent } from '../../reader-agent/src/agent.ts';
import type { KeyStore } from '../../reader-agent/src/box/box-key.ts';
import { receptionPage } from '../../reader-agent/src/program.ts';
import {
  apiLevel,
  type BoxState,
  type MethodName,
  type Params,
  type Result,
} from '../../reader-agent/src/protocol/local.ts';
import { FakePlatform, registrationCode } from './fake-platform.ts';
import { FakeReader } from './fake-reader.ts';

interface Answer {
  result?: unknown;
  error?: { code: number; message: string; data: { code: string; path?: string } };
}

/** Both halves of a pairing: what the browser sends with every request, and what the page keeps. */
export interface Paired {
  cookie: string;
  secret: string;
}

/** Exchanges a one-time code at the agent of this origin, as the box's browser does. */
export async function redeem(origin: string, code: string): Promise<Paired> {
  const answer = await fetch(`${origin}/pair?code=${code}`, { redirect: 'manual' });
  return pairedBy(answer.headers.get('set-cookie'), answer.headers.get('location'));
}

/** What a redirection of `/pair` gives. */
export function pairedBy(cookie: unknown, location: unknown): Paired {
  return {
    cookie: String(cookie).split(';')[0] ?? '',
    secret: /#secret=(.*)$/.exec(String(location))?.[1] ?? '',
  };
}

/** Waits until `look` finds something; fails after a generous limit. */
export async function until<T>(look: () => T | undefined | false | null, limitMs = 10_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found as T;
    if (Date.now() > end) throw new Error(`waited in vain for ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The television page's end of the socket. */
export class Page {
  readonly notifications: { method: string; params: unknown }[] = [];
  readonly answers: (Answer & { id: number | string | null })[] = [];
  closed: number | undefined;
  private id = 0;

  private constructor(
    readonly socket: WebSocket,
    private readonly secret: string,
  ) {
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.closed = code;
    });
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if ('method' in message) this.notifications.push(message);
      else this.answers.push(message);
    });
  }

  static async open(port: number, { cookie, secret }: Paired): Promise<Page> {
    const origin = `http://localhost:${port}`;
    const socket = new WebSocket(`ws://localhost:${port}/agent`, { headers: { cookie, origin } });
    const page = new Page(socket, secret);
    // Not `OPEN`: it may have been opened and closed again between two looks.
    await until(() => page.socket.readyState !== WebSocket.CONNECTING);
    return page;
  }

  async ask(method: string, params: unknown = {}): Promise<Answer> {
    this.id += 1;
    const { id } = this;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return until(() => this.answers.find((answer) => answer.id === id));
  }

  /** The result, or an Error with the agent's code. */
  async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const answer = await this.ask(method, params);
    if (answer.error !== undefined) throw new Error(answer.error.data.code);
    return answer.result as Result<M>;
  }

  /** Says hello; may be said again to see the state as it is now. */
  hello(): Promise<BoxState> {
    return this.call('hello', { apiLevel, secret: this.secret });
  }

  of(method: string): Record<string, unknown>[] {
    return this.notifications.filter((one) => one.method === method).map(({ params }) => params as never);
  }

  phases(): string[] {
    return this.of('login.changed').map(({ phase, code }) =>
      code === undefined ? `${phase}` : `${phase} ${code}`,
    );
  }
}

/** A box on a temporary folder with a fake platform and a fake reader. */
export class TestBox {
  reader = new FakeReader();
  agent!: RunningAgent;
  paired: Paired = { cookie: '', secret: '' };

  private constructor(
    readonly folder: string,
    readonly platform: FakePlatform,
  ) {}

  static async start({
    registered = true,
    framers = [] as string[],
    keyStore = undefined as KeyStore | undefined,
    role = 'television' as 'television' | 'shelter',
  } = {}): Promise<TestBox> {
    const folder = mkdtempSync(join(tmpdir(), 'chanoma-box-'));
    const box = new TestBox(folder, await FakePlatform.start());
    box.framers = framers;
    box.keyStore = keyStore;
    box.role = role;
    mkdirSync(join(folder, 'page'));
    writeFileSync(
      join(folder, 'page', 'index.html'),
      '<!doctype html><html><head></head><body></body></html>',
    );
    await box.startAgent();
    if (registered) {
      await box.control('box.register', { code: registrationCode });
      await until(() => box.platform.requests.some(({ path }) => path === '/town/residents'));
    }
    return box;
  }

  framers: string[] = [];
  /** In the place of the file. */
  keyStore: KeyStore | undefined;
  trace: string | undefined;
  /** As a shelter's reception, with its own page. */
  role: 'television' | 'shelter' = 'television';

  async startAgent(port = 0): Promise<void> {
    this.agent = await startAgent(
      {
        port,
        dataDirectory: join(this.folder, 'data'),
        platform: this.platform.url,
        reader: { kind: 'simulated', socket: undefined, name: undefined },
        control: this.controlPath,
        role: this.role,
        page: this.role === 'shelter' ? receptionPage : join(this.folder, 'page'),
        livingRoomOrigins: this.framers,
        renderer: 'webgl',
        trace: this.trace,
        traceHousehold: 'hana',
        exitWithParent: false,
      },
      this.reader,
      this.keyStore,
    );
  }

  /** Ends the agent and starts it anew on the same folder and port. */
  async restart(): Promise<void> {
    const { port } = this.agent;
    await this.agent.stop();
    this.reader = new FakeReader();
    await this.startAgent(port);
  }

  get controlPath(): string {
    return join(this.folder, 'control.sock');
  }

  get origin(): string {
    return `http://localhost:${this.agent.port}`;
  }

  async control(method: string, params: unknown = {}): Promise<Record<string, unknown>> {
    const socket = createConnection(this.controlPath);
    const line = await new Promise<string>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('data', (data) => resolve(data.toString()));
      socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`);
    });
    socket.destroy();
    const answer = JSON.parse(line) as Answer;
    if (answer.error !== undefined) throw new Error(answer.error.data.code);
    return answer.result as Record<string, unknown>;
  }

  get cookie(): string {
    return this.paired.cookie;
  }

  /** Headers with which the page asks for data. */
  get pageHeaders(): Record<string, string> {
    return { cookie: this.paired.cookie, 'x-chanoma': '1', 'x-chanoma-secret': this.paired.secret };
  }

  /** Pairs and keeps both halves. */
  async pair(): Promise<Paired> {
    const { code } = await this.control('pairing.code');
    this.paired = await redeem(this.origin, String(code));
    return this.paired;
  }

  /** A page that has said hello, and the state it was told. */
  async open(): Promise<Page & { state: BoxState }> {
    if (this.cookie === '') await this.pair();
    const page = await Page.open(this.agent.port, this.paired);
    return Object.assign(page, { state: await page.hello() });
  }

  async stop(): Promise<void> {
    await this.agent.stop();
    await this.platform.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
