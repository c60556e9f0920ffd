import { createSign, KeyObject, verify } from 'node:crypto';
import type { SignatureAlgorithm, SignedXml } from 'xml-crypto';

export const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
export const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const rsaSha512 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512';
export const ecdsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
export const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** ECDSA with SHA-256 (RFC 6931 §2.3.6): the signature is the two numbers one after the other. */
class EcdsaSha256 implements SignatureAlgorithm {
  getSignature = (info: unknown, key: unknown): string =>
    createSign('sha256')
      .update(String(info))
      .sign({ key: key as KeyObject, dsaEncoding: 'ieee-p1363' }, 'base64');

  verifySignature = (material: string, key: unknown, value: string): boolean =>
    key instanceof KeyObject &&
    verify(
      'sha256',
      Buffer.from(material),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(value.replace(/\s+/g, ''), 'base64'),
    );

  getAlgorithmName = (): string => ecdsaSha256;
}

/** Makes the library know ECDSA; HMAC it does not know, so that no public key can serve as a secret. */
export function withEcdsa(signed: SignedXml): SignedXml {
  signed.SignatureAlgorithms[ecdsaSha256] = EcdsaSha256 as never;
  return signed;
}

/** Kind of key that an algorithm takes; undefined for one that is not accepted. */
export function keyKindOf(algorithm: string): 'rsa' | 'ec' | undefined {
  if ([rsaSha1, rsaSha256, rsaSha512].includes(algorithm)) return 'rsa';
  return algorithm === ecdsaSha256 ? 'ec' : undefined;
}
