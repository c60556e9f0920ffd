import { createPrivateKey, type KeyObject } from 'node:crypto';

/** A private key of a card file (PKCS#8, base64). @throws when it is none, or not RSA. */
export function cardKey(base64: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('a card key must be RSA');
  return key;
}
