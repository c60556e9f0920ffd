import { connect as connectSocket, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { FromCardReader, type ToCardReader } from '../../../mock-platform/src/protocol/card-reader.ts';
import { CardFailure } from './failure.ts';
import { codeOfPcscError } from './pcsc-errors.ts';
import { PendingRequests } from './pending.ts';
import type { CardConnection, ReaderBackend, ReaderInfo } from './reader.ts';
import { StatusHolder } from './status.ts';

export interface SimulatedReaderOptions {
  /** Unix socket of the simulated card's process. */
  socket: string;
  readerName: string;
  /** Longest time for one command, in ms. */
  transmitLimit?: number | undefined;
}

const shortestPause = 50;
const longestPause = 1000;

/**
 * Reader of the simulated card's process. While the process is not there, or the reader is unplugged in it, the status
 * is `reader.none` and it tries again by itself.
 */
export class SimulatedReader extends StatusHolder implements ReaderBackend {
  private readonly requests = new PendingRequests();
  private readonly transmitLimit: number;
  private socket: Socket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pause = shortestPause;
  private stopped = true;
  /** Counts insertions: a connection is only good for the card it was opened on. */
  private insertion = 0;

  constructor(private readonly options: SimulatedReaderOptions) {
    super();
    this.transmitLimit = options.transmitLimit ?? 10_000;
  }

  override get readers(): readonly ReaderInfo[] {
    const { status, options } = this;
    if (status.state === 'missing') return [];
    return [{ name: options.readerName, card: status.card ? 'present' : 'absent', chosen: status.card }];
  }

  /** Resolves after the first attempt, whether it reached the reader or not. */
  start(): Promise<void> {
    if (!this.stopped) return Promise.resolve();
    this.stopped = false;
    return this.attach();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    this.socket?.destroy();
    this.socket = undefined;
    this.gone();
  }

  async connect(): Promise<CardConnection> {
    this.expectCard();
    await this.request((id) => ({ type: 'connect', id }));
    return this.connection(this.insertion);
  }

  private connection(insertion: number): CardConnection {
    let open = true;
    const expectSameCard = (): void => {
      this.expectCard();
      if (!open || insertion !== this.insertion) throw new CardFailure('card.removed');
    };
    return {
      transmit: async (apdu) => {
        expectSameCard();
        const response = await this.request((id) => ({ type: 'transmit', id, apdu: hex(apdu) }));
        if (response.length < 2) throw new CardFailure('card.removed', 'empty answer');
        return response;
      },
      close: async () => {
        if (!open) return;
        try {
          expectSameCard();
          open = false;
          await this.request((id) => ({ type: 'disconnect', id, disposition: 'power-off' }));
        } catch (error) {
          // A card that is gone has no power left to take.
          open = false;
          if (!(error instanceof CardFailure)) throw error;
        }
      },
    };
  }

  private expectCard(): void {
    if (this.status.state === 'missing') throw new CardFailure(this.status.code);
    if (!this.status.card) throw new CardFailure('card.removed');
  }

  private request(message: (id: number) => ToCardReader): Promise<Uint8Array> {
    const send = (id: number): void => this.send(message(id));
    return this.requests.start(send, this.transmitLimit, 'card.unreadable', () => {
      // The answer may still come: only a new connection is sure to be in step.
      this.gone();
      this.socket?.destroy();
    });
  }

  private send(message: ToCardReader): void {
    this.socket?.write(`${JSON.stringify(message)}\n`);
  }

  private attach(): Promise<void> {
    return new Promise((resolve) => {
      const socket = connectSocket(this.options.socket);
      this.socket = socket;
      socket.on('connect', () => this.send({ type: 'attach', reader: this.options.readerName }));
      socket.on('error', () => resolve());
      socket.on('close', () => {
        resolve();
        if (this.socket !== socket) return;
        this.gone();
        if (this.stopped) return;
        this.retry = setTimeout(() => void this.attach(), this.pause);
        this.pause = Math.min(this.pause * 2, longestPause);
      });
      const lines = createInterface({ input: socket });
      // readline passes on the socket's errors; `close` above handles them.
      lines.on('error', () => undefined);
      lines.on('line', (line) => {
        this.receive(line);
        if (this.status.state === 'ready') resolve();
      });
      // An unplugged reader does not answer `attach` until it is plugged in.
      setTimeout(resolve, 300).unref();
    });
  }

  private gone(): void {
    this.insertion += 1;
    this.setStatus({ state: 'missing', code: 'reader.none', card: false });
    this.requests.failAll('reader.none');
  }

  private receive(line: string): void {
    const message = parse(line);
    switch (message?.type) {
      case 'attached':
        this.pause = shortestPause;
        this.setStatus({ state: 'ready', card: false });
        break;
      case 'card':
        this.insertion += 1;
        this.setStatus({ state: 'ready', card: message.present });
        if (!message.present) this.requests.failAll('card.removed');
        break;
      case 'answer':
        this.requests.answer(message.id, Buffer.from(message.response ?? '', 'hex'));
        break;
      case 'failure':
        this.requests.fail(message.id, new CardFailure(codeOfPcscError(message.error), message.error));
        break;
      default:
        // Not the card's process, or another version of it.
        this.socket?.destroy();
    }
  }
}

function parse(line: string): FromCardReader | undefined {
  try {
    return FromCardReader.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
