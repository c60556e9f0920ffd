import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Order } from '../protocol/alerts.ts';
import type { PlatformContext } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { fallenOut } from './audience/resolve.ts';
import { draftAudience, type IssuedOrder, type OrderContent, orderOf } from './issue-order.ts';
import { audienceInBody, audienceOf, findOrder, hashOf, isRepeated, storeOrders } from './order-log.ts';
import type { AlertsTables } from './tables.ts';

/** A cancellation still reaches boxes that were away when the order ran out. */
const cancelOutlivesMilliseconds = 24 * 3600_000;
const mostReferences = 100;

/** An order of the town that may be amended; another town's looks exactly like one that is not there. */
async function ownOrder(tables: Kysely<AlertsTables>, municipality: string, id: string) {
  const found = await findOrder(tables, id);
  if (found === undefined || found.municipality !== municipality || found.action === 'cancel')
    throw new PlatformError(404, 'order.unknown');
  return found;
}

const successorOf = (tables: Kysely<AlertsTables>, by: 'cancels' | 'updates', id: string) =>
  tables.selectFrom('alerts.order').select('id').where(by, '=', id).executeTakeFirst();

/** The newest update of an order; the order itself when there is none. */
async function headOf(tables: Kysely<AlertsTables>, municipality: string, id: string) {
  const first = await ownOrder(tables, municipality, id);
  const { rows } = await sql<{ id: string }>`
    with recursive chain as (
      select id, 1 as step from alerts."order" where id = ${first.id}::uuid
      union all
      select later.id, chain.step + 1 from alerts."order" as later join chain on later.updates = chain.id
    )
    select id from chain order by step desc limit 1`.execute(tables);
  return ownOrder(tables, municipality, rows[0]?.id ?? id);
}

/** An order and everything that it had updated: all that may still stand on a screen. */
const standing = ({ id, references }: Order): string[] => [id, ...references].slice(0, mostReferences);

/** The withdrawal of an order for an audience, as of now. */
function withdrawal(context: PlatformContext, order: Order, expiresAt: Date): Order {
  const now = context.clock();
  const end = Math.max(expiresAt.getTime(), now.getTime()) + cancelOutlivesMilliseconds;
  return {
    ...order,
    id: randomUUID(),
    action: 'cancel',
    references: standing(order),
    issuedAt: now.toISOString(),
    expiresAt: new Date(end).toISOString(),
  };
}

/**
 * Replaces an order by a new one, which names all that it replaces. Its audience may be another: who is not meant any more
 * is told of the withdrawal where the order had been shown. The same draft with the same id is issued once.
 * @throws PlatformError 400 `request.malformed`, 404 `order.unknown`, 409 `order.id-used`, `order.cancelled`,
 * `order.superseded` for one that has been updated already (update the newest), `order.expired`
 */
export async function updateOrder(
  context: PlatformContext,
  municipality: string,
  official: string,
  id: string,
  draft: OrderContent,
): Promise<IssuedOrder> {
  const audience = await draftAudience(context, municipality, draft);
  const draftHash = hashOf([id, draft]);
  const before = await ownOrder(context.tables<AlertsTables>(), municipality, id);
  if (before.status !== draft.status)
    throw malformed('/status', 'A drill stays a drill, and a live order live.');
  const formerly = await audienceOf(context.tables<AlertsTables>(), before);
  const gone = await fallenOut(context, municipality, formerly, audience);
  const order = await orderOf(context, municipality, draft, audience, {
    action: 'update',
    references: standing(before.body),
  });
  const isNew = await storeOrders(context, async (tables) => {
    if (await isRepeated(tables, draft.id, municipality, draftHash)) return { entries: [], result: false };
    if (await successorOf(tables, 'cancels', id)) throw new PlatformError(409, 'order.cancelled');
    if (await successorOf(tables, 'updates', id)) throw new PlatformError(409, 'order.superseded');
    if (before.expires_at <= context.clock()) throw new PlatformError(409, 'order.expired');
    const update = { order, audience, draftHash, official, updates: id };
    if (gone === undefined) return { entries: [update], result: true };
    const withdrawn = {
      ...withdrawal(context, before.body, before.expires_at),
      ...audienceInBody(gone),
    };
    if (gone.kind === 'districts') delete withdrawn.audience;
    const rest = {
      order: withdrawn,
      audience: gone,
      draftHash: hashOf(withdrawn),
      official,
      accompanies: order.id,
    };
    return { entries: [update, rest], result: true };
  });
  if (isNew) context.trace({ flow: order.id, station: 'town', what: `update ${order.status}` });
  return { id: draft.id, isNew };
}

/**
 * Cancels an order of the town with everything that it had updated, or its newest update where there is one; of its status,
 * for its audience. A second cancellation changes nothing.
 * @throws PlatformError 404 `order.unknown` also for another town's order
 */
export async function cancelOrder(
  context: PlatformContext,
  municipality: string,
  official: string,
  id: string,
): Promise<IssuedOrder> {
  const issued = await storeOrders<IssuedOrder & { status: string }>(context, async (tables) => {
    const head = await headOf(tables, municipality, id);
    const { status } = head;
    const earlier = await successorOf(tables, 'cancels', head.id);
    if (earlier !== undefined) return { entries: [], result: { id: earlier.id, isNew: false, status } };
    const order = withdrawal(context, head.body, head.expires_at);
    const audience = await audienceOf(tables, head);
    const entry = { order, audience, draftHash: hashOf(order), official, cancels: head.id };
    return { entries: [entry], result: { id: order.id, isNew: true, status } };
  });
  if (issued.isNew) context.trace({ flow: issued.id, station: 'town', what: `cancel ${issued.status}` });
  return { id: issued.id, isNew: issued.isNew };
}
