import { createPrivateKey, sign } from 'node:crypto';

/** A signature as a card makes it: RSA with SHA-256, or P-384 with SHA-384 as two numbers. */
export function cardSignature(pkcs8: string, message: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  const made =
    key.asymmetricKeyType === 'ec'
      ? sign('sha384', message, { key, dsaEncoding: 'ieee-p1363' })
      : sign('sha256', message, key);
  return made.toString('base64url');
}
