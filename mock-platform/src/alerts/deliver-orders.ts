import { boxServices } from '../boxes/services.ts';
import type { OrderAudience } from '../boxes/stream-hub.ts';
import type { PlatformContext } from '../server/context.ts';
import { newestNumber } from './missed-orders.ts';
import { audienceOf, ordersChannel } from './order-log.ts';
import type { AlertsTables } from './tables.ts';

const pollMilliseconds = 3000;
const pageSize = 200;

/** Whom the stream sends a stored order to. */
export async function streamAudience(
  context: PlatformContext,
  order: { id: string; municipality: string; districts: string[]; audience: 'districts' | 'persons' },
): Promise<OrderAudience> {
  const { municipality, districts } = order;
  const audience = await audienceOf(context.tables<AlertsTables>(), order);
  if (audience.kind === 'districts') return { municipality, districts };
  return { municipality, districts, households: audience.addressees };
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
        .select(['id', 'number', 'municipality', 'districts', 'audience', 'jws', 'status', 'action'])
        .where('number', '>', this.sent)
        .orderBy('number')
        .limit(pageSize)
        .execute();
      for (const { number, jws, ...order } of orders) {
        const what = `${order.action === 'issue' ? 'order' : order.action} ${order.status}`;
        this.context.trace({ flow: order.id, station: 'platform', what });
        const message = { type: 'order' as const, cursor: number, order: jws };
        const audience = await streamAudience(this.context, order);
        await boxServices(this.context).hub?.broadcastOrder(audience, message);
        this.sent = number;
      }
      this.again ||= orders.length === pageSize;
    } while (this.again);
  }
}
