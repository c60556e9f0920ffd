import { compactVerify, decodeJwt, importJWK } from 'jose';
import { Order } from '../../../mock-platform/src/protocol/alerts.ts';
import { Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import type { TownKey } from '../../../mock-platform/src/protocol/boxes.ts';

export const orderType = 'chanoma-order+jwt';

/** Why an order is kept and not shown. */
export type OrderRefusal = 'order.malformed' | 'order.key-unknown' | 'order.signature' | 'order.municipality';

export type VerifiedOrder =
  | { accepted: true; order: Order }
  /** `claimed` is the id that the message gives itself, if it is one: only good for a receipt. */
  | { accepted: false; code: OrderRefusal; claimed: string | undefined };

/**
 * Decides whether an order may be shown (D8): compact JWS, ES256, by a key that was pinned at registration for the very
 * municipality that the order names, with a payload that fits the schema.
 */
export async function verifyOrder(jws: string, townKeys: readonly TownKey[]): Promise<VerifiedOrder> {
  const claimed = claimsOf(jws);
  const id = Uuid.safeParse(claimed?.id);
  const refuse = (code: OrderRefusal): VerifiedOrder => ({
    accepted: false,
    code,
    claimed: id.success ? id.data : undefined,
  });
  if (claimed === undefined) return refuse('order.malformed');
  try {
    const { payload } = await compactVerify(
      jws,
      ({ typ, kid }) => {
        if (typ !== orderType) throw new Refused('order.malformed');
        // Key ids are the towns' own: the same id may be pinned for two towns.
        const ofKid = townKeys.filter((key) => key.kid === kid);
        const key = ofKid.find(({ municipality }) => municipality === claimed.municipality);
        if (key === undefined) {
          throw new Refused(ofKid.length === 0 ? 'order.key-unknown' : 'order.municipality');
        }
        return importJWK({ ...key.publicKey }, 'ES256');
      },
      { algorithms: ['ES256'] },
    );
    const order = Order.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
    return order.success ? { accepted: true, order: order.data } : refuse('order.malformed');
  } catch (error) {
    return refuse(error instanceof Refused ? error.code : 'order.signature');
  }
}

class Refused extends Error {
  constructor(readonly code: OrderRefusal) {
    super(code);
  }
}

function claimsOf(jws: string): Record<string, unknown> | undefined {
  try {
    return decodeJwt(jws);
  } catch {
    return undefined;
  }
}
