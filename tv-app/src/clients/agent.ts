import * as z from 'zod/mini';
import {
  apiLevel,
  type MethodName,
  methods,
  type NotificationName,
  notifications,
  type Params,
  type Result,
  RpcError,
} from '../../../reader-agent/src/protocol/local.ts';
import type { Clock } from '../app/clock.ts';
import type { BoxEvent, BoxStore } from './box.ts';

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(data: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: never) => void) | null;
}

/** An agent's refusal with its stable code, or `platform.unreachable` when the line is down. */
export class AgentError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'AgentError';
  }
}

const Answer = z.object({
  id: z.union([z.int(), z.string()]),
  result: z.optional(z.unknown()),
  error: z.optional(RpcError),
});
const Notice = z.object({ method: z.string(), params: z.optional(z.unknown()) });

/** Waits between two attempts to reach the agent. */
const backoff = [250, 500, 1000, 2000, 4000] as const;
/** A request that the agent has not answered by then has failed. */
const answerLimit = 8000;

interface Waiting {
  method: MethodName;
  resolve: (value: never) => void;
  reject: (error: AgentError) => void;
  cancel: () => void;
}

/**
 * JSON-RPC line to the agent of this box. Says hello, keeps the store up to date, and comes back by itself after a break.
 * Messages that do not fit the protocol's schemas are dropped.
 */
export class AgentClient {
  #socket: Socket | null = null;
  #attempt = 0;
  #nextId = 1;
  readonly #waiting = new Map<number | string, Waiting>();

  constructor(
    private readonly connect: () => Socket,
    private readonly box: BoxStore,
    private readonly clock: Clock,
    /** This page's half of the pairing. */
    private readonly secret: string,
  ) {}

  /** Opens the line; further attempts follow by themselves. */
  start(): void {
    const socket = this.connect();
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => this.#receive(String(event.data));
    socket.onclose = () => this.#lost(socket);
  }

  /** Throws {@link AgentError} with the agent's code. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const socket = this.#socket;
    if (!socket) return Promise.reject(new AgentError('platform.unreachable'));
    const id = this.#nextId++;
    return new Promise<Result<M>>((resolve, reject) => {
      const cancel = this.clock.after(answerLimit, () => {
        this.#waiting.delete(id);
        reject(new AgentError('platform.unreachable'));
      });
      this.#waiting.set(id, { method, resolve: resolve as (value: never) => void, reject, cancel });
      try {
        socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      } catch {
        this.#waiting.delete(id);
        cancel();
        reject(new AgentError('platform.unreachable'));
      }
    });
  }

  #hello(): void {
    this.call('hello', { apiLevel, secret: this.secret }).then(
      (state) => {
        this.#attempt = 0;
        this.box.dispatch({ type: 'hello', state });
      },
      (error: AgentError) => {
        if (error.code !== 'platform.unreachable') {
          this.box.dispatch({ type: 'turned-away', code: error.code });
        }
        this.#socket?.close();
      },
    );
  }

  #receive(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    const answer = z.safeParse(Answer, message);
    if (answer.success) {
      this.#settle(answer.data);
      return;
    }
    const notice = z.safeParse(Notice, message);
    if (!notice.success || !(notice.data.method in notifications)) return;
    const name = notice.data.method as NotificationName;
    const params = z.safeParse(notifications[name], notice.data.params ?? {});
    if (params.success) this.box.dispatch({ type: name, params: params.data } as BoxEvent);
  }

  #settle({ id, result, error }: z.infer<typeof Answer>): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    waiting.cancel();
    if (error) {
      waiting.reject(new AgentError(error.data.code));
      return;
    }
    const parsed = z.safeParse(methods[waiting.method].result, result);
    if (parsed.success) waiting.resolve(parsed.data as never);
    else waiting.reject(new AgentError('platform.failed'));
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    for (const waiting of this.#waiting.values()) {
      waiting.cancel();
      waiting.reject(new AgentError('platform.unreachable'));
    }
    this.#waiting.clear();
    this.box.dispatch({ type: 'lost' });
    const wait = backoff[Math.min(this.#attempt++, backoff.length - 1)] ?? 4000;
    this.clock.after(wait, () => this.start());
  }
}
