import { createHash, createHmac, type KeyObject, randomUUID, sign } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Receipt } from '../../../mock-platform/src/protocol/alerts.ts';
import { receiptsMessage, type ToBox } from '../../../mock-platform/src/protocol/boxes.ts';
import { clientFrame, pongFrame, takeFrames } from './frames.ts';
import { now } from './measurements.ts';

const HEAD_END = '\r\n\r\n';
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What all simulated boxes of one process share. */
export interface Surroundings {
  publicUrl: string;
  /** The one box key of the bench. */
  key: KeyObject;
  jwk: object;
  /** Id of an order that a pinned town key signed; throws for any other. */
  orderOf(jws: string): string;
}

let latest: { bytes: Buffer; message: ToBox } | undefined;

/** An order comes to all boxes of this process as the same bytes: they are read once, as each real box reads its own. */
function messageOf(bytes: Buffer): ToBox {
  if (latest?.bytes.equals(bytes)) return latest.message;
  const message = JSON.parse(bytes.toString()) as ToBox;
  if (message.type === 'order') latest = { bytes: Buffer.from(bytes), message };
  return message;
}

/** What a box was told about one order. */
export interface Seen {
  received: bigint;
  displayed: bigint;
  durable?: bigint;
  /** Receipts that the platform has not yet called durable. */
  open: Set<string>;
}

/**
 * A box with a television that draws at once: the real protocol over a real socket, from the proof of the upgrade to receipts
 * with the session's MAC. It remembers its cursor and what it showed, as a real one does on its disk.
 */
export class SimulatedBox {
  readonly seen = new Map<string, Seen>();
  duplicates = 0;
  /** The platform asked it to come back within so many seconds. */
  returnWithin = 0;
  private cursor = 0;
  private socket: Socket | undefined;
  private bytes: Buffer = Buffer.alloc(0);
  private sessionKey: Buffer | undefined;
  private sequence = 0;
  private readonly waiting = new Map<string, { seen: Seen; receipt: Receipt }>();

  /** @param token of the box itself for the audience `boxes` */
  constructor(
    private readonly token: string,
    private readonly around: Surroundings,
  ) {}

  /** Resolves when the platform has welcomed the box; rejects when it refuses it. */
  connect(port: number): Promise<void> {
    return new Promise((welcomed, failed) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      this.socket = socket;
      this.bytes = Buffer.alloc(0);
      this.sessionKey = undefined;
      this.sequence = 0;
      let upgraded = false;
      socket.on('connect', () => socket.write(this.upgradeRequest()));
      socket.on('error', failed);
      socket.on('close', () => failed(new Error('the connection was closed')));
      socket.on('data', (part) => {
        this.bytes = this.bytes.length === 0 ? part : Buffer.concat([this.bytes, part]);
        if (!upgraded) {
          const end = this.bytes.indexOf(HEAD_END);
          if (end < 0) return;
          const head = this.bytes.toString('latin1', 0, end);
          if (!head.startsWith('HTTP/1.1 101')) {
            failed(new Error(head.split('\r\n')[0]));
            socket.destroy();
            return;
          }
          upgraded = true;
          this.bytes = this.bytes.subarray(end + HEAD_END.length);
          this.say({ type: 'resume', cursor: this.cursor, clock: new Date().toISOString() });
        }
        this.read(welcomed);
      });
    });
  }

  /** As if the cord was pulled. */
  disconnect(): void {
    this.socket?.destroy();
  }

  onceClosed(done: () => void): void {
    this.socket?.once('close', done);
  }

  private upgradeRequest(): string {
    const { publicUrl, key, jwk } = this.around;
    const ath = createHash('sha256').update(this.token).digest('base64url');
    const header = encode({ alg: 'ES256', typ: 'dpop+jwt', jwk });
    const iat = Math.floor(Date.now() / 1000);
    const payload = encode({ htm: 'GET', htu: `${publicUrl}/boxes/stream`, jti: randomUUID(), iat, ath });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' });
    return [
      'GET /boxes/stream HTTP/1.1',
      `Host: ${new URL(publicUrl).host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16, 1).toString('base64')}`,
      `Authorization: DPoP ${this.token}`,
      `DPoP: ${header}.${payload}.${signature.toString('base64url')}`,
      HEAD_END.slice(2),
    ].join('\r\n');
  }

  private read(welcomed: () => void): void {
    const { frames, rest } = takeFrames(this.bytes);
    // A copy: the rest of one packet must not keep the whole packet in memory.
    this.bytes = rest.length === 0 ? Buffer.alloc(0) : Buffer.from(rest);
    for (const { opcode, payload } of frames) {
      if (opcode === 9) this.socket?.write(pongFrame(payload));
      if (opcode === 1) this.hear(messageOf(payload), welcomed);
    }
  }

  private hear(message: ToBox, welcomed: () => void): void {
    if (message.type === 'welcome') {
      this.sessionKey = Buffer.from(message.sessionKey, 'base64url');
      this.sendWaiting();
      welcomed();
    } else if (message.type === 'order') {
      this.take(message.cursor, message.order);
    } else if (message.type === 'stored') {
      for (const id of message.ids) this.stored(id);
    } else if (message.type === 'bye') {
      this.returnWithin = message.withinSeconds;
    } else if (message.type === 'error' && message.code !== 'platform.failed') {
      throw new Error(`the platform refused a message: ${message.code} ${message.message}`);
    }
  }

  private take(cursor: number, jws: string): void {
    const received = now();
    this.cursor = cursor;
    const order = this.around.orderOf(jws);
    if (this.seen.has(order)) {
      this.duplicates += 1;
      return;
    }
    const seen: Seen = { received, displayed: received, open: new Set() };
    this.seen.set(order, seen);
    // The other boxes of this process have processors of their own in truth: what has arrived for them is taken first.
    setImmediate(() => {
      this.report(seen, order, 'received');
      setImmediate(() => {
        seen.displayed = now();
        this.report(seen, order, 'displayed');
      });
    });
  }

  private report(seen: Seen, order: string, event: 'received' | 'displayed'): void {
    const receipt: Receipt = { id: randomUUID(), order, event, at: new Date().toISOString() };
    seen.open.add(receipt.id);
    this.waiting.set(receipt.id, { seen, receipt });
    if (this.sessionKey) this.send([receipt]);
  }

  /** What the platform has not confirmed before the line broke is said again. */
  private sendWaiting(): void {
    const receipts = [...this.waiting.values()].map(({ receipt }) => receipt);
    if (receipts.length > 0) this.send(receipts);
  }

  private send(receipts: Receipt[]): void {
    this.sequence += 1;
    const { sequence } = this;
    const mac = createHmac('sha256', this.sessionKey!)
      .update(receiptsMessage(sequence, receipts))
      .digest('base64url');
    this.say({ type: 'receipts', receipts, sequence, mac });
  }

  private stored(id: string): void {
    const found = this.waiting.get(id);
    if (!found) return;
    this.waiting.delete(id);
    found.seen.open.delete(id);
    if (found.seen.open.size === 0) found.seen.durable = now();
  }

  private say(message: object): void {
    this.socket?.write(clientFrame(JSON.stringify(message)));
  }
}
