import { generateKeyPairSync } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { Order } from '../protocol/alerts.ts';
import type { TownKey } from '../protocol/boxes.ts';
import type { PlatformContext } from '../server/context.ts';

/** `typ` of a signed order. */
export const orderType = 'chanoma-order+jwt';

interface PrivateKey extends JWK {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  d: string;
}

/** The town's signing key (ES256), made at its first use and kept owner-only on this machine. */
function privateKey(context: PlatformContext, municipality: string): PrivateKey {
  const stored = context.keys.readOrCreate(`town-${municipality}.jwk`, () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return Buffer.from(JSON.stringify(pair.privateKey.export({ format: 'jwk' })));
  });
  return JSON.parse(Buffer.from(stored).toString()) as PrivateKey;
}

/** Keys that a box pins at registration: only what these sign is shown (D8). */
export async function townKeys(context: PlatformContext, municipality: string): Promise<TownKey[]> {
  const { kty, crv, x, y } = privateKey(context, municipality);
  const publicKey = { kty, crv, x, y };
  return [{ municipality, kid: await calculateJwkThumbprint(publicKey), publicKey }];
}

/** The order as compact JWS by its town's key. */
export async function signOrder(context: PlatformContext, order: Order): Promise<string> {
  const key = privateKey(context, order.municipality);
  const { kty, crv, x, y } = key;
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  return new CompactSign(new TextEncoder().encode(JSON.stringify(order)))
    .setProtectedHeader({ alg: 'ES256', typ: orderType, kid })
    .sign(await importJWK(key, 'ES256'));
}
