import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, type JWK, type JWTVerifyGetKey } from 'jose';
import type { KeyFolder } from '../../server/key-folder.ts';

const FILE = 'openid-signing';

const makeKey = (): Uint8Array =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' });

const described = async (key: KeyObject): Promise<JWK> => {
  const jwk = await exportJWK(key);
  return { ...jwk, alg: 'ES256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
};

/** The provider's signing key (ES256), made at the first start and kept owner-only. */
export async function signingKey(keys: KeyFolder): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const der = Buffer.from(keys.readOrCreate(FILE, makeKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateJwk: await described(key), publicJwk: await described(createPublicKey(key)) };
}

/** The provider's keys for checking tokens within the same process. */
export async function localKeySet(keys: KeyFolder): Promise<JWTVerifyGetKey> {
  const { publicJwk } = await signingKey(keys);
  return createLocalJWKSet({ keys: [publicJwk] });
}
