import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type * as z from 'zod/mini';
import { answers } from '../box/directory-lock.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import { type ControlMethod, controlMethods } from '../protocol/control.ts';
import { RpcRequest } from '../protocol/local.ts';
import { malformed } from './page-socket.ts';

type ControlParams<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['params']>;
type ControlResult<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['result']>;

export type ControlApi = { [M in ControlMethod]: (params: ControlParams<M>) => Promise<ControlResult<M>> };

const lineLimit = 8 * 1024;

/** The owner-only unix socket: who may open it may pair, register and enrol (D17). */
export class ControlServer {
  private server: Server | undefined;
  private readonly clients = new Set<Socket>();

  constructor(
    private readonly path: string,
    private readonly api: ControlApi,
  ) {}

  /** @throws Error when another agent answers on this socket */
  async start(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    if (await answers(this.path)) {
      throw new Error(`--control ${this.path}: another agent uses this socket; stop it or give another path`);
    }
    await rm(this.path, { force: true });
    const server = createServer((client) => this.serve(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // The socket is made while this mask is set, so that nobody else can open it even for a moment.
      const mask = process.umask(0o177);
      try {
        server.listen(this.path, resolve);
      } finally {
        process.umask(mask);
      }
    });
    await chmod(this.path, 0o600);
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const client of this.clients) client.destroy();
    await closed;
  }

  private serve(client: Socket): void {
    this.clients.add(client);
    client.on('close', () => this.clients.delete(client));
    client.on('error', () => client.destroy());
    let unread = 0;
    client.on('data', (data: Buffer) => {
      const end = data.lastIndexOf(10);
      unread = end < 0 ? unread + data.length : data.length - end;
      if (unread > lineLimit) client.destroy();
    });
    const lines = createInterface({ input: client });
    // readline passes the socket's errors on; they are handled above.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      void this.reply(line).then((answer) => client.write(`${JSON.stringify(answer)}\n`));
    });
  }

  private async reply(line: string): Promise<unknown> {
    let id: number | string | null = null;
    try {
      const request = RpcRequest.safeParse(parseJson(line));
      if (!request.success) throw malformed(request.error);
      id = request.data.id;
      const { method } = request.data;
      if (!Object.hasOwn(controlMethods, method)) {
        throw new AgentFailure('request.unknown-method', 'no such method', '/method');
      }
      const params = controlMethods[method as ControlMethod].params.safeParse(request.data.params ?? {});
      if (!params.success) throw malformed(params.error, '/params');
      const run = this.api[method as ControlMethod] as (params: unknown) => Promise<unknown>;
      return { jsonrpc: '2.0', id, result: await run(params.data) };
    } catch (error) {
      const path = error instanceof AgentFailure && error.path !== undefined ? { path: error.path } : {};
      const message = error instanceof Error ? error.message : 'failed';
      const data = { code: codeOf(error, 'platform.failed'), ...path };
      return { jsonrpc: '2.0', id, error: { code: -32000, message, data } };
    }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new AgentFailure('request.malformed', 'not JSON', '');
  }
}
