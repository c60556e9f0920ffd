import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromSource } from '../../program.ts';
import { CardFailure } from '../failure.ts';
import { codeOfPcscError } from '../pcsc-errors.ts';
import { PendingRequests } from '../pending.ts';
import type { CardConnection, ReaderBackend, ReaderInfo, ReaderStatus } from '../reader.ts';
import { StatusHolder } from '../status.ts';
import type { ChildOptions, FromChild, ToChild } from './messages.ts';

export interface PcscReaderOptions {
  /** Part of the PC/SC reader's name; any reader when absent. */
  readerName?: string | undefined;
  /** Longest time for one command, in ms. */
  transmitLimit?: number | undefined;
  /** A person at the keyboard asks: with several readers, cards that may be built in count, too. */
  everyCard?: boolean | undefined;
  /** How often the child is asked whether it lives, in ms; two unanswered questions and it is replaced. */
  pingInterval?: number | undefined;
  /** While no card lies there, a child may be replaced within this time without telling anybody, in ms. */
  quietLimit?: number | undefined;
  /** Environment of the child (a private pcscd: PCSCLITE_CSOCK_NAME). */
  environment?: NodeJS.ProcessEnv | undefined;
  /** Program of the child; tests put one in its place that freezes. */
  program?: URL | undefined;
}

const shortestPause = 100;
const longestPause = 5000;
/** A module that cannot be loaded will not be there a moment later. */
const driverPause = 30_000;
/** A frozen child is noticed within three of these: 4.5 s. */
const usualPingInterval = 1500;
/** A child may take this long until its first word: a box that has just been switched on is slow. */
const firstWordLimit = 20_000;
const usualQuietLimit = 3000;

/**
 * PC/SC readers through nfc-pcsc, which lives in a child process. The child is watched and replaced when it ends,
 * freezes or lets a command exceed its limit; the status says meanwhile which layer is missing, unless no card lay there
 * and the next child is quick.
 */
export class PcscReader extends StatusHolder implements ReaderBackend {
  private readonly requests = new PendingRequests();
  private readonly transmitLimit: number;
  private readonly pingInterval: number;
  private child: ChildProcess | undefined;
  private restart: NodeJS.Timeout | undefined;
  private pings: NodeJS.Timeout | undefined;
  private unanswered = 0;
  private pause = shortestPause;
  private stopped = true;
  /** Counts cards and children: a connection is only good for the card it was opened on. */
  private insertion = 0;
  private seen: readonly ReaderInfo[] = [];
  /** Readers that were seen without a card, as every next child has to know. */
  private emptied: readonly string[] = [];
  /** A card was opened, and has not lost its power since. */
  private powered = false;
  private quiet: NodeJS.Timeout | undefined;

  constructor(private readonly options: PcscReaderOptions = {}) {
    super();
    this.transmitLimit = options.transmitLimit ?? 10_000;
    this.pingInterval = options.pingInterval ?? usualPingInterval;
  }

  override get readers(): readonly ReaderInfo[] {
    return this.seen;
  }

  /** Resolves when the child has said for the first time what is there. */
  start(): Promise<void> {
    if (!this.stopped) return Promise.resolve();
    this.stopped = false;
    return this.startChild();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    clearTimeout(this.quiet);
    const { child } = this;
    if (child === undefined) return this.setStatus({ state: 'missing', code: 'reader.none', card: false });
    const kill = setTimeout(() => child.kill('SIGKILL'), 800);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    this.send({ type: 'stop' });
    await ended;
    clearTimeout(kill);
  }

  async connect(): Promise<CardConnection> {
    this.expectCard();
    this.powered = true;
    await this.request((id) => ({ type: 'connect', id }));
    return this.connection(this.insertion);
  }

  private connection(insertion: number): CardConnection {
    let open = true;
    return {
      transmit: async (apdu) => {
        this.expectCard();
        if (!open || insertion !== this.insertion) throw new CardFailure('card.removed');
        const bytes = Buffer.from(apdu).toString('hex');
        return this.request((id) => ({ type: 'transmit', id, apdu: bytes }));
      },
      close: async () => {
        if (!open) return;
        open = false;
        if (insertion !== this.insertion || this.child === undefined) return;
        await this.request((id) => ({ type: 'disconnect', id })).then(
          () => {
            this.powered = false;
          },
          () => undefined,
        );
      },
    };
  }

  private expectCard(): void {
    if (this.status.state === 'missing') throw new CardFailure(this.status.code);
    if (!this.status.card) throw new CardFailure('card.removed');
  }

  private request(message: (id: number) => ToChild): Promise<Uint8Array> {
    const { child } = this;
    const send = (id: number): void => this.send(message(id));
    return this.requests.start(send, this.transmitLimit, 'card.unreadable', () => {
      // A transmit that does not come back blocks the module for good: only another process helps.
      if (this.child === child) this.setStatus({ state: 'missing', code: 'reader.failed', card: false });
      child?.kill('SIGKILL');
    });
  }

  private send(message: ToChild): void {
    if (this.child?.connected) this.child.send(message, () => undefined);
  }

  private startChild(): Promise<void> {
    return new Promise((resolve) => {
      const { readerName, everyCard, environment, program } = this.options;
      const { emptied, powered: powerOff } = this;
      const childOptions: ChildOptions = { readerName, everyCard, emptied, powerOff };
      // Built into JavaScript, the child lies beside whatever this file has become part of.
      const file = fileURLToPath(
        program ?? new URL(fromSource ? './child.ts' : './child.js', import.meta.url),
      );
      const child = fork(file, [JSON.stringify(childOptions)], {
        execArgv: fromSource
          ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
          : [],
        env: environment ?? process.env,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.child = child;
      this.unanswered = 0;
      let spoke = false;
      const silence = setTimeout(() => child.kill('SIGKILL'), firstWordLimit);
      child.on('message', (message) => {
        if (this.child !== child) return;
        if (!spoke) {
          clearTimeout(silence);
          this.pings = setInterval(() => this.ping(child), this.pingInterval);
          this.pings.unref();
        }
        spoke = true;
        this.receive(message as FromChild);
        if ((message as FromChild).type === 'status') resolve();
      });
      const ended = (): void => {
        clearTimeout(silence);
        this.childEnded(child, spoke);
        resolve();
      };
      child.once('exit', ended);
      // One that could not even be started has no exit.
      child.on('error', () => child.pid === undefined && ended());
    });
  }

  private ping(child: ChildProcess): void {
    this.unanswered += 1;
    if (this.unanswered > 2) child.kill('SIGKILL');
    else this.send({ type: 'ping' });
  }

  private childEnded(child: ChildProcess, spoke: boolean): void {
    if (this.child !== child) return;
    this.child = undefined;
    clearInterval(this.pings);
    this.insertion += 1;
    const { status } = this;
    // What it said last is the reason; one that ended without a word has none.
    const last = spoke && status.state === 'missing' ? status.code : 'reader.failed';
    const code = this.stopped ? 'reader.none' : last;
    const gone: ReaderStatus = { state: 'missing', code, card: false };
    if (spoke && !this.stopped && status.state === 'ready' && !status.card) {
      this.quiet = setTimeout(() => this.setStatus(gone), this.options.quietLimit ?? usualQuietLimit);
    } else this.setStatus(gone);
    this.seen = [];
    this.requests.failAll(code);
    if (this.stopped) return;
    const pause = code === 'reader.driver-missing' ? driverPause : this.pause;
    this.restart = setTimeout(() => void this.startChild(), pause);
    this.pause = Math.min(this.pause * 2, longestPause);
  }

  private receive(message: FromChild): void {
    this.unanswered = 0;
    switch (message.type) {
      case 'status':
        clearTimeout(this.quiet);
        if (message.status.state === 'ready') this.pause = shortestPause;
        this.setStatus(message.status);
        break;
      case 'readers':
        this.seen = message.readers;
        this.emptied = message.emptied;
        break;
      case 'card':
        this.insertion += 1;
        if (!message.present) this.requests.failAll(message.code);
        break;
      case 'answer':
        this.requests.answer(message.id, Buffer.from(message.response, 'hex'));
        break;
      case 'failure':
        this.requests.fail(message.id, new CardFailure(codeOfPcscError(message.error), message.error));
        break;
      case 'pong':
        break;
    }
  }
}
