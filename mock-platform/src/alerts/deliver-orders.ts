import { type Kysely, sql } from 'kysely';
import { boxServices } from '../boxes/services.ts';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import { ordersChannel } from './issue-order.ts';
import type { AlertsTables } from './tables.ts';

const pollMilliseconds = 3000;
const pageSize = 200;

async function newestNumber(tables: Kysely<AlertsTables>): Promise<number> {
  const { max } = await tables
    .selectFrom('alerts.order')
    .select((select) => select.fn.max('number').as('max'))
    .executeTakeFirstOrThrow();
  return max ?? 0;
}

/**
 * Orders that a box has not got: numbered after its cursor, for its district, not yet run out. An order that has been
 * cancelled meanwhile is left out; its cancellation comes, for the case that the box had shown it. A cursor from the
 * future (a database brought back from a copy) counts as none: the box knows by their ids what it had.
 */
export async function missedOrders(
  tables: Kysely<AlertsTables>,
  box: RegisteredBox,
  cursor: number,
  now: Date,
): Promise<{ orders: { cursor: number; order: string }[]; upTo: number }> {
  const newest = await newestNumber(tables);
  const orders = await tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.order as cancellation', 'cancellation.cancels', 'order.id')
    .select(['order.number as cursor', 'order.jws as order'])
    .where('order.municipality', '=', box.municipality)
    .where('order.number', '>', cursor > newest ? 0 : cursor)
    .where('order.expires_at', '>', now)
    .where('cancellation.id', 'is', null)
    .where(sql<boolean>`"order".districts @> to_jsonb(${box.district}::text)`)
    .orderBy('order.number')
    .execute();
  return { orders, upTo: Math.max(newest, orders.at(-1)?.cursor ?? 0) };
}

/** How many orders are in force now. */
export async function ordersInForce(tables: Kysely<AlertsTables>, now: Date): Promise<number> {
  const { count } = await tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.order as cancellation', 'cancellation.cancels', 'order.id')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('order.action', '=', 'issue')
    .where('order.expires_at', '>', now)
    .where('cancellation.id', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Sends what is in the table to the boxes of this process, in the order of the numbers: one way for orders issued here
 * and for those of other processes.
 */
export class OrderDelivery {
  private sent = 0;
  private running: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: PlatformContext) {}

  /** Starts after the newest order: boxes fetch earlier ones when they resume. */
  async start(): Promise<void> {
    this.sent = await newestNumber(this.context.tables<AlertsTables>());
    await this.context.onNotify(ordersChannel, () => this.wake());
    this.timer = setInterval(() => this.wake(), pollMilliseconds);
    this.timer.unref();
  }

  /** Reads the gap soon; failures wait for the next wake. */
  wake(): void {
    void this.deliver().catch(() => undefined);
  }

  /** Resolves when everything that is in the table now has been handed to the sockets. */
  async deliver(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true;
      return this.running;
    }
    this.running = this.sendGap();
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  private async sendGap(): Promise<void> {
    do {
      this.again = false;
      const orders = await this.context
        .tables<AlertsTables>()
        .selectFrom('alerts.order')
        .select(['id', 'number', 'municipality', 'districts', 'jws', 'status', 'action'])
        .where('number', '>', this.sent)
        .orderBy('number')
        .limit(pageSize)
        .execute();
      for (const { id, number, jws, status, action, ...audience } of orders) {
        const what = `${action === 'cancel' ? 'cancel' : 'order'} ${status}`;
        this.context.trace({ flow: id, station: 'platform', what });
        await boxServices(this.context).hub?.broadcastOrder(audience, {
          type: 'order',
          cursor: number,
          order: jws,
        });
        this.sent = number;
      }
      this.again ||= orders.length === pageSize;
    } while (this.again);
  }
}
