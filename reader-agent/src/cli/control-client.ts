import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type * as z from 'zod/mini';
import { AgentFailure } from '../failure.ts';
import { type ControlMethod, controlMethods } from '../protocol/control.ts';

type Params<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['params']>;
type Result<M extends ControlMethod> = z.infer<(typeof controlMethods)[M]['result']>;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The agent ended while it was asked something. */
class AgentGone extends Error {
  readonly code = 'agent.gone';
}

/** The command line's end of a running agent's control socket. */
export class ControlClient {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  private constructor(private readonly socket: Socket) {
    const lines = createInterface({ input: socket });
    lines.on('error', () => undefined);
    lines.on('line', (line) => this.receive(line));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new AgentGone());
      this.waiting.clear();
    });
  }

  /** Undefined when no agent listens there, or this user may not open the socket. */
  static open(path: string): Promise<ControlClient | undefined> {
    return new Promise((resolve) => {
      const socket = createConnection(path);
      socket.once('connect', () => resolve(new ControlClient(socket)));
      socket.once('error', () => resolve(undefined));
    });
  }

  /** @throws AgentFailure with the agent's code; AgentGone when it ends */
  async call<M extends ControlMethod>(method: M, params: Params<M>): Promise<Result<M>> {
    this.last += 1;
    const id = this.last;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return controlMethods[method].result.parse(await answer) as Result<M>;
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(line: string): void {
    const answer = JSON.parse(line) as {
      id: number;
      result?: unknown;
      error?: { message: string; data: { code: string } };
    };
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.error === undefined) waiting?.resolve(answer.result);
    else waiting?.reject(new AgentFailure(answer.error.data.code, answer.error.message));
  }
}
