import { type AudienceBox, audience } from '../boxes/services.ts';
import type { PlatformContext } from '../server/context.ts';
import { districtsOf } from '../town/register.ts';
import { type ShownToOfficials, shownToOfficials } from '../town/shown.ts';
import type { OrderRow } from './order-facts.ts';
import { audienceOf } from './order-log.ts';
import type { AlertsTables } from './tables.ts';

/** An audience as officials may see it. */
export interface ShownAudience extends ShownToOfficials {
  boxes: readonly AudienceBox[];
}

/**
 * Boxes of a town's districts, their households and residents, for lists and numbers that officials see. Delivery does not
 * ask here: a protected person's box gets every order.
 */
export async function shownAudience(
  context: PlatformContext,
  municipality: string,
  districts: readonly string[],
): Promise<ShownAudience> {
  const boxes = await audience(context, municipality, districts);
  const shown = await shownToOfficials(
    context,
    municipality,
    boxes.map(({ household }) => household),
  );
  return { ...shown, boxes: boxes.filter(({ household }) => !shown.hidden.has(household)) };
}

/** Those whom one order was for, as officials may see them: of an order to single persons these alone. */
export async function audienceOfOrder(
  context: PlatformContext,
  municipality: string,
  { id, audience: kind, body }: Pick<OrderRow, 'id' | 'audience' | 'body'>,
): Promise<ShownAudience> {
  const resolved = await audienceOf(context.tables<AlertsTables>(), {
    id,
    audience: kind,
    districts: body.districts,
  });
  if (resolved.kind === 'districts') return shownAudience(context, municipality, resolved.districts);
  const all = (await districtsOf(context, municipality)).map(({ code }) => code);
  const shown = await shownAudience(context, municipality, all);
  const { addressees } = resolved;
  const residents = shown.residents.filter(
    ({ household, subject }) => addressees.get(household)?.includes(subject) === true,
  );
  // A household of which only protected persons are meant does not appear: that it is there would give them away.
  const named = new Set(residents.map(({ household }) => household));
  return { ...shown, residents, boxes: shown.boxes.filter(({ household }) => named.has(household)) };
}
