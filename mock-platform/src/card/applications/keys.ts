import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { CardFile } from '../../protocol/card-reader.ts';

/**
 * A private key of a card file (PKCS#8, base64): RSA, or on a next-generation card ECDSA P-384.
 * @throws when it is none, or of another kind.
 */
export function cardKey({ generation }: CardFile, base64: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (generation === 'next') {
    if (type !== 'ec' || details?.namedCurve !== 'secp384r1') throw new TypeError('a card key must be P-384');
  } else if (type !== 'rsa') throw new TypeError('a card key must be RSA');
  return key;
}
