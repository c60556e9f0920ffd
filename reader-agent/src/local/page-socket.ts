import type { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { AgentFailure, codeOf } from '../failure.ts';
import {
  apiLevel,
  type BoxState,
  type MethodName,
  methods,
  oldestApiLevel,
  RpcRequest,
} from '../protocol/local.ts';
import type { PageApi } from './page-api.ts';
import { RateLimit } from './rate.ts';

/** Largest message of the page, bytes. */
export const frameLimit = 8 * 1024;
/** Close codes of the page's socket. */
export const closeCodes = {
  goingAway: 1001,
  replaced: 4001,
  noHello: 4002,
  apiLevel: 4003,
  unpaired: 4004,
  flood: 4008,
} as const;

const helloLimitMs = 2_000;
/** Messages refused by the rate limit before the socket is closed. */
const floodLimit = 100;
/** A page that does not read is cut off when so much waits for it, bytes. */
const backlogLimit = 1024 * 1024;

/** After a failure of `hello` the connection ends, with its own close code. */
const lastWords: Readonly<Record<string, number>> = {
  'page.too-old': closeCodes.apiLevel,
  'page.too-new': closeCodes.apiLevel,
  'request.pairing': closeCodes.unpaired,
};

/** What a connection asks of the server that took it. */
export interface PageHost {
  api: PageApi;
  /** Whether this is the page's half of the pairing. */
  acceptsSecret(secret: string): boolean;
  /** The connection has said a good `hello`: it is the page from now on. */
  greeted(page: PageSocket): void;
}

/** One connection of the page: JSON-RPC 2.0, `hello` first, everything checked by its schema. */
export class PageSocket {
  private greeted = false;
  private refused = 0;
  private readonly rate = new RateLimit(20, 60);
  private readonly helloTimer: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly host: PageHost,
    private readonly origin: string,
  ) {
    this.helloTimer = setTimeout(() => socket.close(closeCodes.noHello, 'hello missing'), helloLimitMs);
    socket.on('message', (data, binary) => {
      if (binary) socket.close(1003, 'text only');
      else void this.receive(data.toString());
    });
    socket.on('close', () => clearTimeout(this.helloTimer));
    // Frames over the limit and broken ones: ws closes the socket itself and reports it here.
    socket.on('error', () => {});
  }

  notify(method: string, params: unknown): void {
    if (this.greeted) this.send({ jsonrpc: '2.0', method, params });
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    // A page that does not answer the close is cut off.
    setTimeout(() => this.socket.terminate(), 500).unref();
  }

  private async receive(text: string): Promise<void> {
    if (!this.rate.take()) {
      this.refused += 1;
      if (this.refused > floodLimit) this.close(closeCodes.flood, 'too many messages');
      else this.fail(null, -32000, new AgentFailure('request.rate'));
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.fail(null, -32700, new AgentFailure('request.malformed', 'not JSON', ''));
      return;
    }
    const request = RpcRequest.safeParse(value);
    if (!request.success) {
      this.fail(null, -32600, malformed(request.error));
      return;
    }
    const { id, method } = request.data;
    if (!Object.hasOwn(methods, method)) {
      this.fail(id, -32601, new AgentFailure('request.unknown-method', 'no such method', '/method'));
      return;
    }
    try {
      this.send({
        jsonrpc: '2.0',
        id,
        result: await this.call(method as MethodName, request.data.params ?? {}),
      });
    } catch (error) {
      const failure =
        error instanceof AgentFailure ? error : new AgentFailure(codeOf(error, 'platform.failed'), 'failed');
      this.fail(id, failure.code === 'request.malformed' ? -32602 : -32000, failure);
      const closeCode = lastWords[failure.code];
      if (closeCode !== undefined) this.close(closeCode, failure.code);
    }
  }

  private async call(method: MethodName, params: unknown): Promise<unknown> {
    if (method === 'hello') checkLevel(params);
    else if (!this.greeted) throw new AgentFailure('request.hello', 'hello comes first', '/method');
    const checked = methods[method].params.safeParse(params);
    if (!checked.success) throw malformed(checked.error, '/params');
    if (method === 'hello') return this.greet((checked.data as { secret: string }).secret);
    const run = this.host.api.methods[method] as (
      params: unknown,
      page: { origin: string },
    ) => Promise<unknown>;
    return run(checked.data, { origin: this.origin });
  }

  private greet(secret: string): BoxState {
    if (!this.host.acceptsSecret(secret)) {
      throw new AgentFailure('request.pairing', 'not the page of this television', '/params/secret');
    }
    clearTimeout(this.helloTimer);
    this.greeted = true;
    this.host.greeted(this);
    return this.host.api.state();
  }

  private fail(id: number | string | null, code: number, failure: AgentFailure): void {
    const path = failure.path === undefined ? {} : { path: failure.path };
    this.send({
      jsonrpc: '2.0',
      id,
      error: { code, message: failure.message, data: { code: failure.code, ...path } },
    });
  }

  private send(message: unknown): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > backlogLimit) this.socket.terminate();
    else this.socket.send(JSON.stringify(message));
  }
}

const Level = z.object({ apiLevel: z.int() });

/** The level alone, before the rest: a page of another level has another `hello`. */
function checkLevel(params: unknown): void {
  const level = Level.safeParse(params).data?.apiLevel;
  if (level === undefined) return;
  const path = '/params/apiLevel';
  const taken = `levels ${oldestApiLevel} to ${apiLevel} are served`;
  if (level < oldestApiLevel) throw new AgentFailure('page.too-old', taken, path);
  if (level > apiLevel) throw new AgentFailure('page.too-new', taken, path);
}

/** The first thing wrong with a message, with the JSON pointer of its field. */
export function malformed(error: z.core.$ZodError, under = ''): AgentFailure {
  const issue = error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...extra].map((part) => `/${String(part)}`).join('');
  return new AgentFailure('request.malformed', issue?.message ?? 'does not fit its schema', under + path);
}
