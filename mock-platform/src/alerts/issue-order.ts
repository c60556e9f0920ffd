import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Order } from '../protocol/alerts.ts';
import type { OrderDraft } from '../protocol/console.ts';
import type { PlatformContext } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { districtsOf, townName } from '../town/register.ts';
import type { AlertsTables } from './tables.ts';
import { signOrder } from './town-keys.ts';

/** Any process of the platform wakes the others with it after a new order. */
export const ordersChannel = 'chanoma_orders';
/** Orders are numbered one writer at a time, so that numbers become visible in their order. */
const numberingLock = 0x6368616e;
/** A cancellation still reaches boxes that were away when the order ran out. */
const cancelOutlivesMilliseconds = 24 * 3600_000;

export interface IssuedOrder {
  id: string;
  /** False when this id had been issued before: nothing was sent again. */
  isNew: boolean;
}

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** Stores an order for good; after the commit it cannot be lost, whatever happens to this process. */
async function store(
  context: PlatformContext,
  order: Order,
  row: { draft_hash: string; official: string; cancels: string | null },
): Promise<void> {
  const jws = await signOrder(context, order);
  await context
    .tables<AlertsTables>()
    .transaction()
    .execute(async (tables: Transaction<AlertsTables>) => {
      await sql`select pg_advisory_xact_lock(${numberingLock})`.execute(tables);
      await tables
        .insertInto('alerts.order')
        .values({
          ...row,
          id: order.id,
          municipality: order.municipality,
          status: order.status,
          action: order.action === 'cancel' ? 'cancel' : 'issue',
          districts: JSON.stringify(order.districts),
          body: JSON.stringify(order),
          jws,
          issued_at: new Date(order.issuedAt),
          expires_at: new Date(order.expiresAt),
        })
        .execute();
      await sql`select pg_notify(${ordersChannel}, '')`.execute(tables);
    });
}

function find(tables: Kysely<AlertsTables>, id: string) {
  return tables.selectFrom('alerts.order').selectAll().where('id', '=', id).executeTakeFirst();
}

/** True when the order is there already and is the same; the race of two equal requests ends here too. */
async function isRepeated(
  tables: Kysely<AlertsTables>,
  id: string,
  municipality: string,
  draftHash: string,
): Promise<boolean> {
  const existing = await find(tables, id);
  if (existing === undefined) return false;
  if (existing.municipality !== municipality || existing.draft_hash !== draftHash) {
    throw new PlatformError(409, 'order.id-used', 'Another order has this id.');
  }
  return true;
}

const isDuplicate = (error: unknown): boolean => (error as { code?: string }).code === '23505';

/**
 * Issues an evacuation order of a town: signed and on disk when it resolves; delivery follows by itself.
 * The same draft with the same id is issued once.
 * @throws PlatformError 400 `request.malformed` for an unknown district, 409 `order.id-used` for another draft of this id
 */
export async function issueOrder(
  context: PlatformContext,
  municipality: string,
  official: string,
  draft: OrderDraft,
): Promise<IssuedOrder> {
  const tables = context.tables<AlertsTables>();
  const name = await townName(context, municipality);
  if (name === undefined) throw new PlatformError(404, 'town.unknown');
  const known = new Set((await districtsOf(context, municipality)).map(({ code }) => code));
  const unknown = draft.districts.findIndex((district) => !known.has(district));
  if (unknown >= 0) throw malformed(`/districts/${unknown}`, 'No district of this town.');

  const draftHash = hashOf(draft);
  if (await isRepeated(tables, draft.id, municipality, draftHash)) return { id: draft.id, isNew: false };
  const { minutes, districts, ...content } = draft;
  const now = context.clock();
  const order = Order.parse({
    ...content,
    version: 1,
    municipality,
    municipalityName: name,
    action: 'issue',
    references: [],
    districts: [...new Set(districts)],
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + minutes * 60_000).toISOString(),
  });
  try {
    await store(context, order, { draft_hash: draftHash, official, cancels: null });
  } catch (error) {
    if (isDuplicate(error) && (await isRepeated(tables, draft.id, municipality, draftHash))) {
      return { id: draft.id, isNew: false };
    }
    throw error;
  }
  context.trace({ flow: draft.id, station: 'town', what: `order ${order.status}` });
  return { id: draft.id, isNew: true };
}

/**
 * Cancels an order of the town; of its status, for its audience. A second cancellation changes nothing.
 * @throws PlatformError 404 `order.unknown` also for another town's order
 */
export async function cancelOrder(
  context: PlatformContext,
  municipality: string,
  official: string,
  id: string,
): Promise<IssuedOrder> {
  const tables = context.tables<AlertsTables>();
  const cancelled = await find(tables, id);
  if (cancelled === undefined || cancelled.municipality !== municipality || cancelled.action !== 'issue') {
    throw new PlatformError(404, 'order.unknown');
  }
  const earlier = await cancellationOf(tables, id);
  if (earlier !== undefined) return { id: earlier.id, isNew: false };
  const now = context.clock();
  const end = Math.max(cancelled.expires_at.getTime(), now.getTime()) + cancelOutlivesMilliseconds;
  const order: Order = {
    ...cancelled.body,
    id: randomUUID(),
    action: 'cancel',
    references: [id],
    issuedAt: now.toISOString(),
    expiresAt: new Date(end).toISOString(),
  };
  try {
    await store(context, order, { draft_hash: hashOf(order), official, cancels: id });
  } catch (error) {
    const other = isDuplicate(error) ? await cancellationOf(tables, id) : undefined;
    if (other === undefined) throw error;
    return { id: other.id, isNew: false };
  }
  context.trace({ flow: order.id, station: 'town', what: `cancel ${order.status}` });
  return { id: order.id, isNew: true };
}

function cancellationOf(tables: Kysely<AlertsTables>, id: string) {
  return tables.selectFrom('alerts.order').select('id').where('cancels', '=', id).executeTakeFirst();
}
