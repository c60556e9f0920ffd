import type { RawData, WebSocket } from 'ws';
import { FromBox, type ToBox } from '../protocol/boxes.ts';
import type { WatchOverQuestion } from '../protocol/watch-over.ts';
import type { RegisteredBox } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { fieldFaults } from '../server/problems.ts';
import { textFaults } from '../server/text.ts';
import { frameOf, writeFrame } from './frame.ts';
import { ReceiptSession } from './receipt-session.ts';
import { StreamFault } from './stream-fault.ts';

type Receipts = Extract<FromBox, { type: 'receipts' }>;

/** What a connection asks of those who keep orders, receipts and answers. */
export interface StreamHandlers {
  /**
   * Orders after the cursor that the box must still get, in the order of their numbers, and the number up to which they
   * are complete.
   */
  resume(
    box: RegisteredBox,
    cursor: number,
  ): Promise<{ orders: { cursor: number; order: string; addressed?: string[] }[]; upTo: number }>;
  /** Resolves once they are durable. */
  receipts(box: RegisteredBox, receipts: Receipts['receipts']): Promise<void>;
  /** As `receipts`, for those that the box signed one by one; resolves with what was stored, and why the rest was not. */
  signedReceipts(
    box: RegisteredBox,
    statements: readonly string[],
  ): Promise<{ ids: string[]; refused: PlatformError[] }>;
  /** Resolves with the answer's id once it is durable. */
  answer(box: RegisteredBox, statement: string): Promise<string>;
  /** Every question of watching over that is open for the box's household. */
  watchOver(box: RegisteredBox): Promise<WatchOverQuestion[]>;
  /** Resolves with the answer's id once it is durable. */
  watchOverAnswer(box: RegisteredBox, statement: string): Promise<string>;
  /** The box spoke for the first time; its clock as it said. */
  connected(box: RegisteredBox, clock: Date): Promise<void>;
}

const laggardBytes = 1024 * 1024;
const queuedMessages = 32;
/** After `received` a box soon says `displayed`: it is told of both at once, or of the first alone after this time. */
const storedHoldMilliseconds = 250;

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
  /** Everything that was said so far has been answered. */
  private last: Promise<unknown> = Promise.resolve();
  private queued = 0;
  /** Of these, how many are answered one after the other. */
  private inTurn = 0;
  /** Durable, and not yet told to the box. */
  private readonly stored: string[] = [];
  private hold: NodeJS.Timeout | undefined;
  private telling = false;

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

  /** Sends an order again that this connection has had. */
  repeatOrder(cursor: number, frame: Buffer): void {
    if (this.state === 'live' && cursor <= this.upTo) this.write(frame);
  }

  sayBye(frame: Buffer): void {
    if (this.state !== 'silent') this.write(frame);
  }

  /** Sends the questions that are open now; a box that has not resumed gets them when it does. */
  async sendQuestions(): Promise<void> {
    if (this.state !== 'live') return;
    this.send({ type: 'watch-over', questions: await this.handlers.watchOver(this.box) });
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
    const message = parse(data, isBinary);
    if (
      !(message instanceof StreamFault) &&
      message.type === 'receipts' &&
      this.state === 'live' &&
      this.inTurn === 0
    ) {
      // Receipts do not wait for those before them: they reach the disk, and the box hears of it, together.
      const durable = this.takeReceipts(message)
        .catch((error: unknown) => this.refuse(error))
        .then(() => this.dequeue());
      this.last = this.queued === 1 ? durable : Promise.all([this.last, durable]);
      return;
    }
    this.inTurn += 1;
    this.last = this.last
      .then(() => this.answer(message))
      .catch((error: unknown) => this.refuse(error))
      .then(() => {
        this.inTurn -= 1;
        this.dequeue();
      });
  }

  private dequeue(): void {
    this.queued -= 1;
    if (this.socket.isPaused && this.queued < queuedMessages / 2) this.socket.resume();
  }

  private async takeReceipts(message: Receipts): Promise<void> {
    this.session.check(message);
    await this.handlers.receipts(this.box, message.receipts);
    for (const { id } of message.receipts) this.stored.push(id);
    if (message.receipts.every(({ event }) => event === 'received')) {
      this.hold ??= setTimeout(() => this.tellStored(), storedHoldMilliseconds);
      return;
    }
    clearTimeout(this.hold);
    this.hold = undefined;
    if (!this.telling) queueMicrotask(() => this.tellStored());
    this.telling = true;
  }

  /** What became durable in one moment is told in one message. */
  private tellStored(): void {
    this.hold = undefined;
    this.telling = false;
    if (this.stored.length > 0) this.send({ type: 'stored', ids: this.stored.splice(0) });
  }

  private async answer(message: FromBox | StreamFault): Promise<void> {
    if (message instanceof StreamFault) throw message;
    if (this.state === 'silent' && message.type !== 'resume') {
      throw new StreamFault('stream.resume-first', '/type', 'The first message must be resume.');
    }
    if (message.type === 'resume') {
      if (this.state !== 'silent')
        throw new StreamFault('stream.resumed-already', '/type', 'Already resumed.');
      await this.resume(message.cursor, new Date(message.clock));
    } else if (message.type === 'receipts') {
      await this.takeReceipts(message);
    } else if (message.type === 'signed-receipts') {
      const { ids, refused } = await this.handlers.signedReceipts(this.box, message.statements);
      if (ids.length > 0) this.send({ type: 'stored', ids });
      for (const error of refused) this.refuse(error);
    } else if (message.type === 'answer') {
      this.send({ type: 'stored', ids: [await this.handlers.answer(this.box, message.statement)] });
    } else {
      this.send({ type: 'stored', ids: [await this.handlers.watchOverAnswer(this.box, message.statement)] });
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
    await this.sendQuestions();
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

/** Only an escape can write what no database keeps: bytes on the line are good UTF-8, and JSON holds no bare U+0000. */
const escapeSequence = '\\u';

function parse(data: RawData, isBinary: boolean): FromBox | StreamFault {
  if (isBinary) return new StreamFault('request.malformed', '', 'Text frames only.');
  const text = String(data);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new StreamFault('request.malformed', '', 'Not JSON.');
  }
  const parsed = FromBox.safeParse(value);
  const plain = parsed.success && !text.includes(escapeSequence);
  const fault = plain ? undefined : textFaults(value)[0];
  if (fault !== undefined) return new StreamFault('request.malformed', fault.path, fault.message);
  if (parsed.success) return parsed.data;
  const first = fieldFaults(parsed.error.issues)[0]!;
  return new StreamFault('request.malformed', first.path, first.message);
}
