import { type Kysely, sql } from 'kysely';
import { Batches, perDatabase } from '../database/batches.ts';
import type { PlatformContext, RegisteredBox } from '../server/context.ts';
import type { AlertsTables } from './tables.ts';

/** An order as a box gets it. */
export interface MissedOrder {
  cursor: number;
  order: string;
  addressed?: string[];
}

/** The number of the newest order of the platform; 0 when there is none. */
export async function newestNumber(tables: Kysely<AlertsTables>): Promise<number> {
  const { max } = await tables
    .selectFrom('alerts.order')
    .select((select) => select.fn.max('number').as('max'))
    .executeTakeFirstOrThrow();
  return max ?? 0;
}

/** After a restart all boxes ask at once: one question answers many. */
const newestFor = perDatabase(
  (tables: Kysely<AlertsTables>) =>
    new Batches(async (asked: readonly undefined[]) => {
      const newest = await newestNumber(tables);
      return asked.map(() => newest);
    }),
);

/** Orders that nothing has cancelled or replaced. */
export function standingOrders(tables: Kysely<AlertsTables>) {
  return tables
    .selectFrom('alerts.order as order')
    .leftJoin('alerts.order as cancellation', 'cancellation.cancels', 'order.id')
    .leftJoin('alerts.order as successor', 'successor.updates', 'order.id')
    .where('cancellation.id', 'is', null)
    .where('successor.id', 'is', null);
}

/** How many orders are in force now. */
export async function ordersInForce(tables: Kysely<AlertsTables>, now: Date): Promise<number> {
  const { count } = await standingOrders(tables)
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('order.action', '!=', 'cancel')
    .where('order.expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Orders that a box has not got: numbered after its cursor, for its district or its household, not yet run out. An order
 * that has been cancelled or replaced meanwhile is left out; what did so comes, for the case that the box had shown it. A
 * cursor from the future (a database brought back from a copy) counts as none: the box knows by their ids what it had.
 */
export async function missedOrders(
  context: PlatformContext,
  box: RegisteredBox,
  cursor: number,
): Promise<{ orders: MissedOrder[]; upTo: number }> {
  const tables = context.tables<AlertsTables>();
  const newest = await newestFor(tables).ask(undefined);
  // Most boxes come back to nothing new: one question is enough for them.
  if (cursor === newest) return { orders: [], upTo: newest };
  const household = context.pairwise('town', box.household);
  const rows = await standingOrders(tables)
    .leftJoin('alerts.addressee as addressee', (join) =>
      join.onRef('addressee.order', '=', 'order.id').on('addressee.household', '=', household),
    )
    .select(['order.number as cursor', 'order.jws as order', 'addressee.subjects as addressed'])
    .where('order.municipality', '=', box.municipality)
    .where('order.number', '>', cursor > newest ? 0 : cursor)
    .where('order.expires_at', '>', context.clock())
    .where(
      sql<boolean>`("order".districts @> to_jsonb(${box.district}::text) or addressee.household is not null)`,
    )
    .orderBy('order.number')
    .execute();
  const orders = rows.map(({ addressed, ...order }) =>
    addressed === null ? order : { ...order, addressed },
  );
  return { orders, upTo: Math.max(newest, orders.at(-1)?.cursor ?? 0) };
}
