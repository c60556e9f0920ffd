import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Order } from '../protocol/alerts.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { ResolvedAudience } from './audience/resolve.ts';
import type { AlertsTables } from './tables.ts';
import { signOrder } from './town-keys.ts';

/** Any process of the platform wakes the others with it after a new order. */
export const ordersChannel = 'chanoma_orders';
/** Orders are numbered one writer at a time, so that numbers become visible in their order. */
const numberingLock = 0x6368616e;

/** An order as it is to be stored. */
export interface OrderEntry {
  order: Order;
  audience: ResolvedAudience;
  draftHash: string;
  official: string;
  cancels?: string;
  updates?: string;
  /** For the withdrawal that goes with an update, to those who are not meant any more: the update. */
  accompanies?: string;
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** What the body of an order says of its audience. */
export const audienceInBody = (audience: ResolvedAudience): Pick<Order, 'audience' | 'districts'> =>
  audience.kind === 'districts'
    ? { districts: [...audience.districts] }
    : { audience: 'persons', districts: [] };

async function insert(
  context: PlatformContext,
  tables: Transaction<AlertsTables>,
  { order, audience, draftHash, official, ...relation }: OrderEntry,
): Promise<void> {
  await tables
    .insertInto('alerts.order')
    .values({
      id: order.id,
      municipality: order.municipality,
      status: order.status,
      action: order.action,
      cancels: relation.cancels ?? null,
      updates: relation.updates ?? null,
      accompanies: relation.accompanies ?? null,
      audience: audience.kind,
      districts: JSON.stringify(order.districts),
      body: JSON.stringify(order),
      jws: await signOrder(context, Order.parse(order)),
      draft_hash: draftHash,
      official,
      issued_at: new Date(order.issuedAt),
      expires_at: new Date(order.expiresAt),
    })
    .execute();
  if (audience.kind === 'districts') return;
  const rows = [...audience.addressees].map(([household, subjects]) => ({ household, subjects }));
  await sql`
    insert into alerts.addressee ("order", household, subjects)
    select ${order.id}::uuid, household, subjects
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (household text, subjects jsonb)`.execute(
    tables,
  );
}

/**
 * Stores orders for good, together or not at all; after the commit they cannot be lost, whatever happens to this process.
 * `compose` sees the orders as nobody can change them meanwhile: one order of the platform is written at a time.
 */
export async function storeOrders<Result>(
  context: PlatformContext,
  compose: (tables: Transaction<AlertsTables>) => Promise<{ entries: readonly OrderEntry[]; result: Result }>,
): Promise<Result> {
  return context
    .tables<AlertsTables>()
    .transaction()
    .execute(async (tables) => {
      await sql`select pg_advisory_xact_lock(${numberingLock})`.execute(tables);
      const { entries, result } = await compose(tables);
      for (const entry of entries) await insert(context, tables, entry);
      if (entries.length > 0) await sql`select pg_notify(${ordersChannel}, '')`.execute(tables);
      return result;
    });
}

/** Row of one order, or undefined. */
export function findOrder(tables: Kysely<AlertsTables>, id: string) {
  return tables.selectFrom('alerts.order').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Whether the draft has been issued before under its id.
 * @throws PlatformError 409 `order.id-used` for another draft
 */
export async function isRepeated(
  tables: Kysely<AlertsTables>,
  id: string,
  municipality: string,
  draftHash: string,
): Promise<boolean> {
  const existing = await findOrder(tables, id);
  if (existing === undefined) return false;
  if (existing.municipality !== municipality || existing.draft_hash !== draftHash) {
    throw new PlatformError(409, 'order.id-used', 'Another order has this id.');
  }
  return true;
}

/** Whom a stored order went to. */
export async function audienceOf(
  tables: Kysely<AlertsTables>,
  { id, audience, districts }: { id: string; audience: 'districts' | 'persons'; districts: string[] },
): Promise<ResolvedAudience> {
  if (audience === 'districts') return { kind: 'districts', districts };
  const rows = await tables
    .selectFrom('alerts.addressee')
    .select(['household', 'subjects'])
    .where('order', '=', id)
    .execute();
  return {
    kind: 'persons',
    addressees: new Map(rows.map(({ household, subjects }) => [household, subjects])),
  };
}
