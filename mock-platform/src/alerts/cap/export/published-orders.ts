import type { Order } from '../../../protocol/alerts.ts';
import type { PlatformContext } from '../../../server/context.ts';
import { districtsOf, townName } from '../../../town/register.ts';
import type { AlertsTables } from '../../tables.ts';
import { orderToCap } from '../profile/order-to-cap.ts';
import { signAlert } from '../signature/sign.ts';
import { writeAlert } from '../write.ts';
import { townCapKey } from './town-cap-key.ts';

/** Orders stay in the feed for so long after they ran out: readers that were away learn that it is over. */
const listedMilliseconds = 24 * 3600_000;
const mostListed = 100;
const mostRemembered = 500;

/** An order as it is published. */
export interface PublishedOrder {
  order: Order;
  /** The signed alert element. */
  xml: string;
}

export interface PublishedOrders {
  townName: string;
  /** Changes with every new order. */
  newest: number;
  orders: PublishedOrder[];
}

const signed = new WeakMap<PlatformContext, Map<string, string>>();

/** Orders never change: each is signed once in this process. */
function signedOnce(context: PlatformContext, order: Order, make: () => string): string {
  const known = signed.get(context) ?? new Map<string, string>();
  signed.set(context, known);
  const xml = known.get(order.id) ?? make();
  if (known.size >= mostRemembered) known.clear();
  known.set(order.id, xml);
  return xml;
}

/** The orders of a town for everybody, newest first; undefined for a town that is not here. */
export async function publishedOrders(
  context: PlatformContext,
  municipality: string,
): Promise<PublishedOrders | undefined> {
  const name = await townName(context, municipality);
  if (name === undefined) return undefined;
  const since = new Date(context.clock().getTime() - listedMilliseconds);
  const rows = await context
    .tables<AlertsTables>()
    .selectFrom('alerts.order')
    .select(['number', 'body'])
    .where('municipality', '=', municipality)
    .where('expires_at', '>', since)
    // Whom a town means by name is nobody else's business; a withdrawal for a part of the audience would cancel for all.
    .where('audience', '=', 'districts')
    .where('accompanies', 'is', null)
    .orderBy('number', 'desc')
    .limit(mostListed)
    .execute();
  const districts = new Map((await districtsOf(context, municipality)).map((one) => [one.code, one.name]));
  const issued = new Map(rows.map(({ body }) => [body.id, new Date(body.issuedAt)]));
  const host = new URL(context.configuration.publicUrl).hostname;
  const key = townCapKey(context, municipality);
  const around = {
    host,
    districtName: (code: string) => districts.get(code),
    issuedAt: (id: string) => issued.get(id),
  };
  return {
    townName: name,
    newest: Number(rows[0]?.number ?? 0),
    orders: rows.map(({ body }) => ({
      order: body,
      xml: signedOnce(context, body, () => signAlert(writeAlert(orderToCap(body, around)), key)),
    })),
  };
}
