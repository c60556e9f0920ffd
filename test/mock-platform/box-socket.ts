import { createHmac } from 'node:crypto';
import WebSocket from 'ws';
import type { Receipt } from '../../mock-platform/src/protocol/alerts.ts';
import { receiptsMessage, type ToBox } from '../../mock-platform/src/protocol/boxes.ts';

/** A box's end of the stream, message by message. */
export class BoxSocket {
  /** Everything that came, in order. */
  readonly messages: ToBox[] = [];
  private readonly waiting: (() => void)[] = [];
  private sessionKey = '';
  private sequence = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ToBox;
      if (message.type === 'welcome') this.sessionKey = message.sessionKey;
      this.messages.push(message);
      for (const wake of this.waiting.splice(0)) wake();
    });
    socket.on('close', () => {
      for (const wake of this.waiting.splice(0)) wake();
    });
    socket.on('error', () => undefined);
  }

  static open(url: string, box: string, headers: Record<string, string> = {}): Promise<BoxSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/boxes/stream`, {
      headers: { authorization: `DPoP ${box}`, ...headers },
    });
    const opened = new BoxSocket(socket);
    return new Promise((done, fail) => {
      socket.once('open', () => done(opened));
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        fail(new Error(String(response.statusCode)));
      });
      socket.once('error', fail);
    });
  }

  /** Opens, resumes and waits for the welcome. */
  static async resumed(url: string, box: string, cursor = 0): Promise<BoxSocket> {
    const socket = await BoxSocket.open(url, box);
    socket.send({ type: 'resume', cursor, clock: new Date().toISOString() });
    await socket.next('welcome');
    return socket;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The message `receipts` that this connection may send next; `receipts` may be anything that looks like a list. */
  authenticated(receipts: readonly object[]) {
    this.sequence += 1;
    const { sequence } = this;
    const mac = createHmac('sha256', Buffer.from(this.sessionKey, 'base64url'))
      .update(receiptsMessage(sequence, receipts as readonly Receipt[]))
      .digest('base64url');
    return { type: 'receipts', receipts, sequence, mac };
  }

  sendReceipts(receipts: readonly object[]): void {
    this.send(this.authenticated(receipts));
  }

  /** Takes the first message of a type out of what came, waiting for it. */
  async next<T extends ToBox['type']>(type: T): Promise<Extract<ToBox, { type: T }>> {
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type);
      if (index >= 0) return this.messages.splice(index, 1)[0] as Extract<ToBox, { type: T }>;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed while waiting for ${type}`);
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  /** Waits until everything sent before has been answered: the platform answers in order. */
  async settled(): Promise<void> {
    this.send({ type: 'settled?' });
    await this.next('error');
    // Told after every welcome: that nobody is asked anything is no news.
    const silence = this.messages.findIndex((one) => one.type === 'watch-over' && one.questions.length === 0);
    if (silence >= 0) this.messages.splice(silence, 1);
  }

  closed(): Promise<number> {
    return new Promise((done) => this.socket.once('close', done));
  }

  close(): void {
    this.socket.terminate();
  }
}
