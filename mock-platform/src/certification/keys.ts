import { createPublicKey, createSign, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ecdsaWithSha384, sha256WithRsa } from './der.ts';

/**
 * Cards of today carry RSA-2048 keys with SHA-256; the next generation (planned for 2028) ECDSA P-384 with SHA-384, and
 * has roots of its own (jpki-card.md §13).
 */
export type Generation = 'current' | 'next';
export const generations: readonly Generation[] = ['current', 'next'];

const generate = promisify(generateKeyPair);

/** A new RSA-2048 key; made in the thread pool, so several at once use all cores. */
export const newRsaKey = async (): Promise<KeyObject> =>
  (await generate('rsa', { modulusLength: 2048 })).privateKey;

/** A new private key of a generation's kind. */
export const newKey = async (generation: Generation): Promise<KeyObject> =>
  generation === 'current' ? newRsaKey() : (await generate('ec', { namedCurve: 'P-384' })).privateKey;

export const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' });
export const spki = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' });

const isRsa = (key: KeyObject) => key.asymmetricKeyType === 'rsa';

/** The AlgorithmIdentifier of what `sign` makes with this key. */
export const algorithmOf = (key: KeyObject): Buffer => (isRsa(key) ? sha256WithRsa() : ecdsaWithSha384());

/** Hash that goes with the key. */
export const hashOf = (key: KeyObject): 'sha256' | 'sha384' => (isRsa(key) ? 'sha256' : 'sha384');

/** Signs as certificates and lists carry it: PKCS#1 v1.5, or ECDSA in DER. */
export const sign = (key: KeyObject, data: Uint8Array): Buffer =>
  createSign(hashOf(key)).update(data).sign(key);

/** How the certificate generator is told to sign with this key. */
export const signingAlgorithmOf = (key: KeyObject) =>
  isRsa(key)
    ? ({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const)
    : ({ name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } as const);

export const toSigningKey = (key: KeyObject) =>
  crypto.subtle.importKey('pkcs8', pkcs8(key), signingAlgorithmOf(key), false, ['sign']);
