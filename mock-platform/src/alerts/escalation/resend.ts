import { boxServices } from '../../boxes/services.ts';
import type { PlatformContext } from '../../server/context.ts';
import { streamAudience } from '../deliver-orders.ts';
import { standingOrders } from '../missed-orders.ts';
import type { AlertsTables } from '../tables.ts';
import { resendsDue } from './policy.ts';

const lookMilliseconds = 10_000;
const mostResends = 3;

/**
 * Sends orders in force again to the boxes of this process that are connected and have not confirmed them, as often as the
 * policy says. A box that has it knows it by its id, shows nothing twice, and repeats what it has not been confirmed.
 */
export class Resend {
  private readonly sent = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: PlatformContext) {}

  /** Orders of before the start count as sent: boxes resume. */
  async start(): Promise<void> {
    for (const { id, due } of await this.due()) this.sent.set(id, due);
    const look = (): void => {
      // A database that does not answer now is asked again.
      void this.look().catch(() => undefined);
    };
    this.timer = setInterval(look, lookMilliseconds);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Sends what has become due since it was last asked. */
  async look(): Promise<void> {
    const tables = this.context.tables<AlertsTables>();
    const orders = await this.due();
    for (const { due, number, jws, ...order } of orders) {
      if (due <= (this.sent.get(order.id) ?? 0)) continue;
      this.sent.set(order.id, due);
      const heard = await tables
        .selectFrom('alerts.receipt')
        .select('box')
        .distinct()
        .where('order', '=', order.id)
        .execute();
      const message = { type: 'order' as const, cursor: number, order: jws };
      const confirmed = new Set(heard.map(({ box }) => box));
      const audience = await streamAudience(this.context, order);
      await boxServices(this.context).hub?.repeatOrder(audience, message, confirmed);
    }
    const known = new Set(orders.map(({ id }) => id));
    for (const id of this.sent.keys()) if (!known.has(id)) this.sent.delete(id);
  }

  private async due() {
    const now = this.context.clock();
    const orders = await standingOrders(this.context.tables<AlertsTables>())
      .select([
        'order.id',
        'order.number',
        'order.municipality',
        'order.districts',
        'order.audience',
        'order.jws',
        'order.body',
      ])
      .where('order.action', '!=', 'cancel')
      .where('order.expires_at', '>', now)
      .execute();
    return orders.map(({ body, ...order }) => {
      const issued = { level: body.level, issuedAt: new Date(body.issuedAt) };
      return { ...order, due: resendsDue(issued, now, mostResends) };
    });
  }
}
