import type { Audience, Order } from '../protocol/alerts.ts';
import type { PlatformContext } from '../server/context.ts';
import { malformed, PlatformError } from '../server/platform-error.ts';
import { townName } from '../town/register.ts';
import { type ResolvedAudience, resolveAudience } from './audience/resolve.ts';
import { audienceInBody, hashOf, isRepeated, storeOrders } from './order-log.ts';

/** What an official writes; `districts` alone is short for an audience of districts. */
export type OrderContent = Pick<Order, 'id' | 'status' | 'hazard' | 'level' | 'sentences'> &
  Partial<Pick<Order, 'agencyMessage' | 'translations'>> & {
    minutes: number;
    districts?: readonly string[] | undefined;
    audience?: Audience | undefined;
  };

export interface IssuedOrder {
  id: string;
  /** False when this id had been issued before: nothing was sent again. */
  isNew: boolean;
}

/**
 * Whom a draft is for.
 * @param path where the draft stands in the request, as JSON pointer: faults are named below it
 */
export function draftAudience(
  context: PlatformContext,
  municipality: string,
  { audience, districts = [] }: OrderContent,
  path = '',
): Promise<ResolvedAudience> {
  if (audience !== undefined) return resolveAudience(context, municipality, audience, `${path}/audience`);
  if (districts.length === 0) throw malformed(`${path}/districts`, 'Nobody is meant.');
  return resolveAudience(context, municipality, { kind: 'districts', districts: [...districts] }, path);
}

/**
 * The order that a draft becomes at an instant.
 * @throws PlatformError 404 `town.unknown`
 */
export async function orderOf(
  context: PlatformContext,
  municipality: string,
  draft: OrderContent,
  audience: ResolvedAudience,
  relation: Pick<Order, 'action' | 'references'>,
): Promise<Order> {
  const municipalityName = await townName(context, municipality);
  if (municipalityName === undefined) throw new PlatformError(404, 'town.unknown');
  const { id, status, hazard, level, sentences, agencyMessage, translations, minutes } = draft;
  const now = context.clock();
  return {
    version: 1,
    id,
    municipality,
    municipalityName,
    status,
    ...relation,
    hazard,
    level,
    ...(agencyMessage === undefined ? {} : { agencyMessage }),
    ...audienceInBody(audience),
    sentences,
    ...(translations === undefined ? {} : { translations }),
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + minutes * 60_000).toISOString(),
  };
}

/**
 * Issues an evacuation order of a town: signed and on disk when it resolves; delivery follows by itself.
 * The same draft with the same id is issued once.
 * @throws PlatformError 400 `request.malformed` for an audience that this town does not have, 404 `town.unknown`,
 * 409 `order.id-used` for another draft of this id
 */
export async function issueOrder(
  context: PlatformContext,
  municipality: string,
  official: string,
  draft: OrderContent,
): Promise<IssuedOrder> {
  const audience = await draftAudience(context, municipality, draft);
  const order = await orderOf(context, municipality, draft, audience, { action: 'issue', references: [] });
  const draftHash = hashOf(draft);
  const isNew = await storeOrders(context, async (tables) => {
    if (await isRepeated(tables, draft.id, municipality, draftHash)) return { entries: [], result: false };
    return { entries: [{ order, audience, draftHash, official }], result: true };
  });
  if (isNew) context.trace({ flow: draft.id, station: 'town', what: `order ${order.status}` });
  return { id: draft.id, isNew };
}
