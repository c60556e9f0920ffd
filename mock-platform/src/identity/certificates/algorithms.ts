import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { DerElement } from '../der/reader.ts';

interface SignatureAlgorithm {
  hash: 'sha256' | 'sha384' | 'sha512';
  key: 'rsa' | 'ec';
}

/** Signature algorithms that are accepted, by object identifier; SHA-1 is not. The next card brings P-384. */
const algorithms: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', key: 'ec' },
};

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const RSA_BITS = { least: 2048, most: 8192 };

/** AlgorithmIdentifier as it stands in a signed structure. */
export interface AlgorithmIdentifier {
  oid: string;
  whole: Buffer;
  /** RFC 4055 §5: NULL for RSA; RFC 5758 §3.2: absent for ECDSA. */
  parameters: 'null' | 'absent' | 'other';
}

export function readAlgorithm(element: DerElement): AlgorithmIdentifier {
  const items = element.items();
  const oid = items.next(0x06).oid();
  if (items.done) return { oid, whole: element.whole, parameters: 'absent' };
  const parameters = items.next();
  items.end();
  const isNull = parameters.tag === 0x05 && parameters.content.length === 0;
  return { oid, whole: element.whole, parameters: isNull ? 'null' : 'other' };
}

/** A public key from its SubjectPublicKeyInfo; undefined when it is unreadable, too weak or of an unknown kind. */
export function readPublicKey(spki: Buffer): KeyObject | undefined {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    const bits = details.modulusLength ?? 0;
    const exponent = details.publicExponent ?? 0n;
    const good = bits >= RSA_BITS.least && bits <= RSA_BITS.most && exponent >= 3n && exponent < 2n ** 64n;
    return good ? key : undefined;
  }
  return key.asymmetricKeyType === 'ec' && curves.has(details.namedCurve ?? '') ? key : undefined;
}

/** Whether the signature is the key's, by an algorithm of the table that fits the key. Never throws. */
export function isSignedBy(
  key: KeyObject,
  algorithm: AlgorithmIdentifier,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const known = algorithms[algorithm.oid];
  if (!known || key.asymmetricKeyType !== known.key) return false;
  if (algorithm.parameters !== (known.key === 'rsa' ? 'null' : 'absent')) return false;
  return isSignatureOf(key, known.hash, data, signature);
}

/** PKCS#1 v1.5 or ECDSA (DER) over the hash of the data. Never throws. */
export function isSignatureOf(
  key: KeyObject,
  hash: SignatureAlgorithm['hash'],
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}
