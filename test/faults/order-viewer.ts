import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Answer } from '../../mock-platform/src/protocol/alerts.ts';
import {
  apiLevel,
  type MethodName,
  type Params,
  type Result,
  type ShownOrder,
} from '../../reader-agent/src/protocol/local.ts';
import type { Chance } from '../chance.ts';
import type { House } from '../end-to-end/house.ts';
import { type Paired, redeem } from '../reader-agent/box.ts';

type Household = 'hana' | 'kenji';

interface RpcAnswer {
  result?: unknown;
  error?: unknown;
}

const districts: Record<Household, string> = { hana: 'yamate', kenji: 'kawahara' };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * A household's television without a screen, which never gives up: it comes back whenever its line to the agent
 * breaks, says of every order that it was displayed, and answers for everybody after a while. It keeps every set of
 * orders that it was ever told.
 */
export class OrderViewer {
  /** Every `orders` that the agent told, oldest first. */
  readonly told: ShownOrder[][] = [];
  /** What this household answers, by order. */
  readonly answers = new Map<string, Answer>();
  readonly district: string;
  private readonly port: number;
  private paired: Paired = { cookie: '', secret: '' };
  private socket: WebSocket | undefined;
  private readonly waiting = new Map<number, (answer: RpcAnswer) => void>();
  private id = 0;
  private left = false;
  private living: Promise<void> = Promise.resolve();

  private constructor(
    private readonly house: House,
    readonly household: Household,
    private readonly chance: Chance,
  ) {
    this.port = house.port + (household === 'hana' ? 1 : 2);
    this.district = districts[household];
  }

  static async enter(house: House, household: Household, chance: Chance): Promise<OrderViewer> {
    const viewer = new OrderViewer(house, household, chance);
    const { code } = await viewer.pairingCode();
    viewer.paired = await redeem(`http://localhost:${viewer.port}`, code);
    viewer.living = viewer.live();
    return viewer;
  }

  /** Orders as they are now; fails while the agent is away. */
  async orders(): Promise<ShownOrder[]> {
    const { orders } = await this.call('hello', { apiLevel, secret: this.paired.secret });
    this.told.push(orders);
    return orders;
  }

  async leave(): Promise<void> {
    this.left = true;
    this.socket?.terminate();
    await this.living;
  }

  private async live(): Promise<void> {
    while (!this.left) {
      try {
        if (this.socket?.readyState !== WebSocket.OPEN) await this.connect();
        await this.tend();
      } catch {
        // The agent is away, or went in the middle of a word: again in a moment.
      }
      await pause(150);
    }
  }

  private async tend(): Promise<void> {
    for (const { order, displayed, cancelledAt, residents } of this.told.at(-1) ?? []) {
      if (cancelledAt !== null) continue;
      if (!displayed) {
        await this.call('orders.displayed', { order: order.id, at: new Date().toISOString() });
        continue;
      }
      const open = residents.filter(({ answer }) => answer === null);
      if (open.length === 0 || this.chance.oneIn(2)) continue;
      const given = this.answers.get(order.id) ?? this.choose(order.level);
      this.answers.set(order.id, given);
      const answered = { order: order.id, answer: given, residents: open.map(({ subject }) => subject) };
      await this.call('orders.answer', answered);
    }
  }

  private choose(level: 3 | 4 | 5): Answer {
    return this.chance.pick(level === 5 ? (['safe', 'help'] as const) : (['evacuating', 'help'] as const));
  }

  private async connect(): Promise<void> {
    const origin = `http://localhost:${this.port}`;
    const headers = { cookie: this.paired.cookie, origin };
    const socket = new WebSocket(`ws://localhost:${this.port}/agent`, { headers });
    this.socket = socket;
    socket.on('message', (data) => this.receive(JSON.parse(data.toString())));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.on('error', reject);
      socket.on('close', () => {
        for (const answer of this.waiting.values()) answer({ error: 'the line broke' });
        this.waiting.clear();
        reject(new Error('the agent closed the line'));
      });
    });
    await this.orders();
  }

  private receive(
    message: RpcAnswer & { id?: number; method?: string; params?: { orders: ShownOrder[] } },
  ): void {
    if (message.method === 'orders.changed') this.told.push(message.params?.orders ?? []);
    if (message.id === undefined) return;
    this.waiting.get(message.id)?.(message);
    this.waiting.delete(message.id);
  }

  private async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) throw new Error('the agent is away');
    this.id += 1;
    const { id } = this;
    const answer = await new Promise<RpcAnswer>((resolve) => {
      this.waiting.set(id, resolve);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
    return answer.result as Result<M>;
  }

  /** Over the owner-only socket, so that pairing does not need the platform. */
  private async pairingCode(): Promise<{ code: string }> {
    const socket = createConnection(join(dirname(this.house.cardSocket), this.household));
    try {
      socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'pairing.code', params: {} })}\n`);
      for await (const line of createInterface({ input: socket })) return JSON.parse(line).result;
      throw new Error('the agent closed its socket');
    } finally {
      socket.destroy();
    }
  }
}
