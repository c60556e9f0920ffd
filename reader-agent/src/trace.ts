import { createConnection, type Socket } from 'node:net';
import type { TraceEvent } from '../../mock-platform/src/protocol/living-room.ts';

export type TraceStep = Omit<TraceEvent, 'at' | 'household'> & { at?: string };

const queueLimit = 200;
const retryMs = 2_000;

/**
 * Steps for the engineers' strip of the demo, one JSON line each. Never a name, a serial, a token or anything read from
 * a card. Without a socket, or while nobody listens, steps are dropped: a trace never holds anything up.
 */
export class Trace {
  private socket: Socket | undefined;
  private connected = false;
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly path: string | undefined,
    private readonly household: string | undefined,
  ) {}

  start(): void {
    if (this.path !== undefined) this.connect(this.path);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.end();
    setTimeout(() => this.socket?.destroy(), 200).unref();
  }

  readonly step = (step: TraceStep): void => {
    if (this.path === undefined || this.stopped) return;
    const { household } = this;
    const event: TraceEvent = {
      at: new Date().toISOString(),
      ...step,
      ...(household === undefined ? {} : { household }),
    };
    const line = `${JSON.stringify(event)}\n`;
    if (this.connected) this.socket?.write(line);
    else if (this.waiting.length < queueLimit) this.waiting.push(line);
  };

  private connect(path: string): void {
    const socket = createConnection(path);
    this.socket = socket;
    socket.on('connect', () => {
      this.connected = true;
      for (const line of this.waiting) socket.write(line);
      this.waiting = [];
    });
    socket.on('data', () => {});
    socket.on('error', () => {});
    socket.on('close', () => {
      this.connected = false;
      if (!this.stopped) this.timer = setTimeout(() => this.connect(path), retryMs).unref();
    });
  }
}
