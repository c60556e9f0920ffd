import { createHmac } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';
import { type FromBox, receiptsMessage, ToBox } from '../../../mock-platform/src/protocol/boxes.ts';
import type { BoxKey } from '../box/box-key.ts';
import type { BoxClock } from '../clock.ts';
import { log } from '../log.ts';
import { dpopProof } from './dpop.ts';
import type { Tokens } from './tokens.ts';

/** Waits between attempts: doubled each time from the first to the longest, then shortened by up to half at random. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;
const pingMs = 15_000;
const silenceMs = 40_000;
const handshakeMs = 5_000;
const messageLimit = 256 * 1024;

export interface StreamParts {
  baseUrl: string;
  key: BoxKey;
  tokens: Tokens;
  clock: BoxClock;
  /** Number of the last order that is safely on the disk. */
  cursor: () => number;
  random?: () => number;
}

type Received = Exclude<ToBox, { type: 'welcome' | 'error' | 'bye' }>;
type Receipts = Extract<FromBox, { type: 'receipts' }>;
/** What others send over the stream; it adds itself what proves receipts to be of this very connection (D8). */
export type OnStream = Exclude<FromBox, { type: 'resume' | 'receipts' }> | Omit<Receipts, 'sequence' | 'mac'>;

/** What the platform gave this connection, and how many messages it has authenticated. */
interface Session {
  key: Buffer;
  sequence: number;
}

/**
 * The box's standing connection to the platform. `online` is announced after the platform's `welcome`, `offline` when
 * the connection is lost; between `start` and `stop` it reconnects for ever.
 */
export class Stream extends EventEmitter<{ online: []; offline: []; message: [Received] }> {
  private socket: WebSocket | undefined;
  private wanted = false;
  private session: Session | undefined;
  private failures = 0;
  /** The platform asked for the first attempt at a random moment of so many milliseconds. */
  private spreadMs = 0;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly parts: StreamParts) {
    super();
  }

  get online(): boolean {
    return this.session !== undefined;
  }

  /** Connects; called again (after a registration) it connects at once anew. */
  start(): void {
    this.wanted = true;
    this.failures = 0;
    clearTimeout(this.retry);
    if (this.socket === undefined) void this.connect();
    else this.socket.terminate();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    this.socket?.terminate();
  }

  /** Sends if the connection stands; what must arrive is kept by the caller until the platform confirms it. */
  send(message: OnStream): void {
    if (this.session === undefined || this.socket?.readyState !== WebSocket.OPEN) return;
    const sent: FromBox = message.type === 'receipts' ? authenticated(message, this.session) : message;
    this.socket.send(JSON.stringify(sent));
  }

  private async connect(): Promise<void> {
    const { baseUrl, key, tokens, clock } = this.parts;
    const url = new URL(`${baseUrl}/boxes/stream`);
    let token: string;
    let proof: string;
    try {
      token = await tokens.box('boxes');
      proof = await dpopProof(key, clock, 'GET', url, token);
    } catch {
      return this.again();
    }
    if (!this.wanted || this.socket !== undefined) return;
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, {
      headers: { authorization: `DPoP ${token}`, dpop: proof },
      handshakeTimeout: handshakeMs,
      maxPayload: messageLimit,
      perMessageDeflate: false,
    });
    this.socket = socket;
    socket.on('unexpected-response', (_request, answer) => {
      if (answer.statusCode === 401) tokens.forget('boxes');
      clock.hint(answer.headers.date ?? null);
      socket.terminate();
    });
    socket.on('error', () => socket.terminate());
    socket.on('open', () => {
      this.watch(socket);
      const resume: FromBox = { type: 'resume', cursor: this.parts.cursor(), clock: clock.rawInstant() };
      socket.send(JSON.stringify(resume));
    });
    socket.on('message', (data, binary) => {
      if (!binary) this.receive(data.toString());
    });
    socket.on('close', () => {
      this.socket = undefined;
      const wasOnline = this.online;
      this.session = undefined;
      if (wasOnline) this.emit('offline');
      this.again();
    });
  }

  private receive(text: string): void {
    const message = ToBox.safeParse(parse(text));
    if (!message.success) {
      log.warn('message.malformed');
      return;
    }
    if (message.data.type === 'welcome') {
      this.parts.clock.measure(message.data.clock);
      this.failures = 0;
      this.session = { key: Buffer.from(message.data.sessionKey, 'base64url'), sequence: 0 };
      this.emit('online');
    } else if (message.data.type === 'bye') {
      this.spreadMs = message.data.withinSeconds * 1000;
    } else if (message.data.type === 'error') {
      log.warn('message.refused', { code: message.data.code, path: message.data.path ?? '' });
    } else {
      this.emit('message', message.data);
    }
  }

  /** A connection that says nothing, not even `pong`, is dead whatever the network thinks. */
  private watch(socket: WebSocket): void {
    let heard = Date.now();
    const hear = () => {
      heard = Date.now();
    };
    socket.on('message', hear);
    socket.on('ping', hear);
    socket.on('pong', hear);
    const timer = setInterval(() => {
      if (Date.now() - heard > silenceMs) socket.terminate();
      else socket.ping();
    }, pingMs);
    socket.on('close', () => clearInterval(timer));
  }

  private again(): void {
    if (!this.wanted || this.socket !== undefined) return;
    const random = this.parts.random ?? Math.random;
    const wait = reconnectWait(this.failures, random()) + random() * this.spreadMs;
    this.spreadMs = 0;
    this.failures += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), wait);
  }
}

/**
 * Milliseconds before the next attempt after so many failed ones. `random` (0 to 1) spreads boxes that lost the platform at
 * one moment, so that they do not all come back at one moment.
 */
export function reconnectWait(failures: number, random: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + random / 2);
}

function authenticated({ type, receipts }: Omit<Receipts, 'sequence' | 'mac'>, session: Session): Receipts {
  session.sequence += 1;
  const { key, sequence } = session;
  const mac = createHmac('sha256', key).update(receiptsMessage(sequence, receipts)).digest('base64url');
  return { type, receipts, sequence, mac };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
