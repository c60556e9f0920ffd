import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { PlatformContext } from '../../../server/context.ts';

/**
 * The key (P-256) by which a town signs what it publishes as CAP: another than the one that televisions obey. Made at its
 * first use and kept owner-only on this machine.
 */
export function townCapKey(context: PlatformContext, municipality: string): KeyObject {
  const stored = context.keys.readOrCreate(`town-cap-${municipality}.jwk`, () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return Buffer.from(JSON.stringify(privateKey.export({ format: 'jwk' })));
  });
  const key = JSON.parse(Buffer.from(stored).toString()) as JsonWebKey;
  return createPrivateKey({ key, format: 'jwk' });
}

/** Its public half as PEM. */
export const publicTownCapKey = (context: PlatformContext, municipality: string): string =>
  createPublicKey(townCapKey(context, municipality)).export({ type: 'spki', format: 'pem' }).toString();
