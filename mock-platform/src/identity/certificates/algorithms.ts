import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';

export { readPublicKey } from './keys.ts';

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

interface SignatureAlgorithm {
  hash: Hash;
  key: 'rsa' | 'ec' | 'dsa';
  /** RFC 4055 §5: NULL for RSA; RFC 5758 §3: absent for ECDSA and DSA. */
  parameters: 'null' | 'absent';
}

const rsa = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'rsa', parameters: 'null' });
const ecdsa = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'ec', parameters: 'absent' });
const dsa = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'dsa', parameters: 'absent' });

/**
 * Signature algorithms by object identifier. DSA keys exist in the check command only, so its entries, the only ones
 * with SHA-1, count nowhere else.
 */
const algorithms: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.11': rsa('sha256'),
  '1.2.840.113549.1.1.12': rsa('sha384'),
  '1.2.840.113549.1.1.13': rsa('sha512'),
  '1.2.840.10045.4.3.2': ecdsa('sha256'),
  '1.2.840.10045.4.3.3': ecdsa('sha384'),
  '1.2.840.10045.4.3.4': ecdsa('sha512'),
  '1.2.840.10040.4.3': dsa('sha1'),
  '2.16.840.1.101.3.4.3.2': dsa('sha256'),
};

const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const pssHashes: Record<string, Hash> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** AlgorithmIdentifier as it stands in a signed structure. */
export interface AlgorithmIdentifier {
  oid: string;
  whole: Buffer;
  parameters: 'null' | 'absent' | 'other';
  /** The parameters themselves when they are `other`. */
  value: DerElement | undefined;
}

/** @throws DerError */
export function readAlgorithm(element: DerElement): AlgorithmIdentifier {
  const items = element.items();
  const oid = items.next(tags.oid).oid();
  const { whole } = element;
  if (items.done) return { oid, whole, parameters: 'absent', value: undefined };
  const value = items.next();
  items.end();
  if (value.tag === tags.null && value.length === 0)
    return { oid, whole, parameters: 'null', value: undefined };
  return { oid, whole, parameters: 'other', value };
}

function pssHash(element: DerElement): Hash {
  const { oid, parameters } = readAlgorithm(element);
  const hash = pssHashes[oid];
  if (!hash || parameters === 'other') throw new DerError('value', 'hash of RSASSA-PSS');
  return hash;
}

/** RSASSA-PSS-params (RFC 4055 §3.1): a hash that is good, the same one in the mask, the usual trailer. */
function readPss(parameters: DerElement): { hash: Hash; saltLength: number } {
  const items = readDer(parameters.whole, tags.sequence).items();
  // Left out, hash and mask are SHA-1, which is not accepted.
  const hash = pssHash(items.next(0xa0).items().next(tags.sequence));
  const mask = readAlgorithm(items.next(0xa1).items().next(tags.sequence));
  const saltLength = items.optional(0xa2)?.items().next(tags.integer).number() ?? 20;
  items.end();
  if (mask.oid !== MGF1 || !mask.value || pssHash(mask.value) !== hash) {
    throw new DerError('value', 'mask of RSASSA-PSS');
  }
  return { hash, saltLength };
}

/** Whether the algorithm is one that is accepted, with the parameters that belong to it. */
export function isKnownAlgorithm(algorithm: AlgorithmIdentifier): boolean {
  const known = algorithms[algorithm.oid];
  return known
    ? known.parameters === algorithm.parameters
    : algorithm.oid === PSS && algorithm.value !== undefined;
}

function holds(hash: Hash, data: Uint8Array, key: KeyObject | VerifyKeyObjectInput, signature: Uint8Array) {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}

function isPssSignature(
  key: KeyObject,
  parameters: DerElement,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const { hash, saltLength } = readPss(parameters);
    return holds(hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** Whether the signature is the key's, by an algorithm of the table that fits the key. Never throws. */
export function isSignedBy(
  key: KeyObject,
  algorithm: AlgorithmIdentifier,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const kind = key.asymmetricKeyType;
  if (algorithm.oid === PSS) {
    const fits = kind === 'rsa' || kind === 'rsa-pss';
    return fits && algorithm.value !== undefined && isPssSignature(key, algorithm.value, data, signature);
  }
  const known = algorithms[algorithm.oid];
  if (!known || kind !== known.key || algorithm.parameters !== known.parameters) return false;
  return holds(known.hash, data, key, signature);
}

/**
 * Whether a card's key has signed the message: RSA cards by PKCS#1 v1.5 with SHA-256, P-384 cards (next generation) by
 * ECDSA with SHA-384, `r` and `s` one after the other (IEEE P1363). No other key is a card's. Never throws.
 */
export function isCardSignature(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.asymmetricKeyType === 'rsa') return holds('sha256', message, key, signature);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'secp384r1') return false;
  return holds('sha384', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
