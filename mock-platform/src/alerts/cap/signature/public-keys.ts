import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

const block = /-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[\s\S]*?-----END \1-----/g;

/**
 * The public keys of certificates and keys in a PEM text; none when there is none.
 * @throws Error for a block that holds no key
 */
export const publicKeysIn = (pem: string): KeyObject[] =>
  [...pem.matchAll(block)].map(([text, label]) =>
    label === 'CERTIFICATE' ? new X509Certificate(text).publicKey : createPublicKey(text),
  );
