import type { RawData, WebSocket } from 'ws';
import { FromBox, type ToBox } from '../protocol/boxes.ts';
import type { RegisteredBox } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { fieldFaults } from '../server/problems.ts';
import { textFaults } from '../server/text.ts';
import { frameOf, writeFrame } from './frame.ts';
import { ReceiptSession } from './receipt-session.ts';
import { StreamFault } from './stream-fault.ts';

/** What a connection asks of those who keep orders, receipts and answers. */
export interface StreamHandlers {
  /**
   * Orders after the cursor that the box must still get, in the order of their numbers, and the number up to which they
   * are complete.
   */
  resume(
    box: RegisteredBox,
    cursor: number,
  ): Promise<{ orders: { cursor: number; order: string }[]; upTo: number }>;
  /** Resolves with the ids once they are durable. */
  receipts(
    box: RegisteredBox,
    receipts: Extract<FromBox, { type: 'receipts' }>['receipts'],
  ): Promise<string[]>;
  /** As `receipts`, for those that the box signed one by one. */
  signedReceipts(box: RegisteredBox, statements: readonly string[]): Promise<string[]>;
  /** Resolves with the answer's id once it is durable. */
  answer(box: RegisteredBox, statement: string): Promise<string>;
  /** The box spoke for the first time; its clock as it said. */
  connected(box: RegisteredBox, clock: Date): Promise<void>;
}

const laggardBytes = 1024 * 1024;
const queuedMessages = 32;

/**
 * One box's stream. Orders that arrive while the box catches up wait, so that a box sees them in the order of their
 * numbers and its cursor never jumps over one.
 */
export class BoxConnection {
  /** Cleared by the heartbeat, set by every sign of life. */
  alive = true;
  private state: 'silent' | 'catching-up' | 'live' = 'silent';
  /** Every order for this box up to this number has been sent. */
  private upTo = 0;
  private readonly pending: { cursor: number; frame: Buffer }[] = [];
  private readonly session = new ReceiptSession();
  private last: Promise<void> = Promise.resolve();
  private queued = 0;

  constructor(
    readonly box: RegisteredBox,
    private readonly socket: WebSocket,
    private readonly handlers: StreamHandlers,
    private readonly now: () => Date,
  ) {
    socket.on('pong', () => {
      this.alive = true;
    });
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    // ws has already closed the connection; without a handler the error would end the process.
    socket.on('error', () => undefined);
  }

  send(message: ToBox): void {
    this.write(frameOf(message));
  }

  /** Sends an order's ready frame now, or after the catch-up; a silent box gets it when it resumes. */
  sendOrder(cursor: number, frame: Buffer): void {
    if (this.state === 'catching-up') this.pending.push({ cursor, frame });
    // The catch-up may have been ahead of the broadcast.
    if (this.state !== 'live' || cursor <= this.upTo) return;
    this.upTo = cursor;
    this.write(frame);
  }

  ping(): void {
    if (!this.alive) {
      this.socket.terminate();
      return;
    }
    this.alive = false;
    this.socket.ping();
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  terminate(): void {
    this.socket.terminate();
  }

  onceClosed(done: () => void): void {
    this.socket.once('close', done);
  }

  private write(frame: Buffer): void {
    // ws never drops: a reader that has stopped reading would fill our memory. It catches up from the database.
    if (this.socket.bufferedAmount > laggardBytes) this.socket.terminate();
    else writeFrame(this.socket, frame);
  }

  private receive(data: RawData, isBinary: boolean): void {
    this.alive = true;
    this.queued += 1;
    // Back pressure: a box that comes back with a long list waits in its own socket, not in our memory.
    if (this.queued >= queuedMessages) this.socket.pause();
    this.last = this.last
      .then(() => this.answer(data, isBinary))
      .catch((error: unknown) => this.refuse(error))
      .finally(() => {
        this.queued -= 1;
        if (this.socket.isPaused && this.queued < queuedMessages / 2) this.socket.resume();
      });
  }

  private async answer(data: RawData, isBinary: boolean): Promise<void> {
    const message = parse(data, isBinary);
    if (this.state === 'silent' && message.type !== 'resume') {
      throw new StreamFault('stream.resume-first', '/type', 'The first message must be resume.');
    }
    if (message.type === 'resume') {
      if (this.state !== 'silent')
        throw new StreamFault('stream.resumed-already', '/type', 'Already resumed.');
      await this.resume(message.cursor, new Date(message.clock));
    } else if (message.type === 'receipts') {
      this.session.check(message);
      this.send({ type: 'stored', ids: await this.handlers.receipts(this.box, message.receipts) });
    } else if (message.type === 'signed-receipts') {
      this.send({ type: 'stored', ids: await this.handlers.signedReceipts(this.box, message.statements) });
    } else {
      this.send({ type: 'stored', ids: [await this.handlers.answer(this.box, message.statement)] });
    }
  }

  private async resume(cursor: number, clock: Date): Promise<void> {
    this.state = 'catching-up';
    await this.handlers.connected(this.box, clock);
    this.send({
      type: 'welcome',
      clock: this.now().toISOString(),
      municipality: this.box.municipality,
      sessionKey: this.session.key.toString('base64url'),
    });
    const { orders, upTo } = await this.handlers.resume(this.box, cursor);
    for (const order of orders) this.send({ type: 'order', ...order });
    this.upTo = upTo;
    this.state = 'live';
    for (const waiting of this.pending.splice(0)) this.sendOrder(waiting.cursor, waiting.frame);
  }

  private refuse(error: unknown): void {
    if (error instanceof StreamFault) {
      this.send({ type: 'error', code: error.code, path: error.path, message: error.message });
    } else if (error instanceof PlatformError) {
      const path = error.errors?.[0]?.path;
      this.send({
        type: 'error',
        code: error.code,
        ...(path === undefined ? {} : { path }),
        message: error.message,
      });
    } else {
      // What was not stored will be sent again on a new connection.
      this.send({ type: 'error', code: 'platform.failed', message: 'Try again later.' });
      this.socket.close(1011, 'platform.failed');
    }
  }
}

function parse(data: RawData, isBinary: boolean): FromBox {
  if (isBinary) throw new StreamFault('request.malformed', '', 'Text frames only.');
  let value: unknown;
  try {
    value = JSON.parse(String(data));
  } catch {
    throw new StreamFault('request.malformed', '', 'Not JSON.');
  }
  const text = textFaults(value)[0];
  if (text !== undefined) throw new StreamFault('request.malformed', text.path, text.message);
  const parsed = FromBox.safeParse(value);
  if (parsed.success) return parsed.data;
  const fault = fieldFaults(parsed.error.issues)[0]!;
  throw new StreamFault('request.malformed', fault.path, fault.message);
}
