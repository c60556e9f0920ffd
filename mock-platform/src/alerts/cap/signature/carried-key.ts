import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { xmlSignature } from '../schema/grammar.ts';
import { attributeOf, everyElement, ownText, type XmlElement } from '../xml/node.ts';

const dsig11 = 'http://www.w3.org/2009/xmldsig11#';

const compact = (element: XmlElement): string => ownText(element).replace(/\s+/g, '');
const base64url = (text: string): string => Buffer.from(text, 'base64').toString('base64url');

const find = (from: XmlElement, uri: string, local: string): XmlElement | undefined => {
  for (const element of everyElement(from))
    if (element.uri === uri && element.local === local) return element;
  return undefined;
};

function rsaKey(value: XmlElement): KeyObject | undefined {
  const n = find(value, xmlSignature, 'Modulus');
  const e = find(value, xmlSignature, 'Exponent');
  if (n === undefined || e === undefined) return undefined;
  const jwk = { kty: 'RSA', n: base64url(compact(n)), e: base64url(compact(e)) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

const curves: Record<string, { crv: string; octets: number }> = {
  'urn:oid:1.2.840.10045.3.1.7': { crv: 'P-256', octets: 32 },
  'urn:oid:1.3.132.0.34': { crv: 'P-384', octets: 48 },
};

function ecKey(value: XmlElement): KeyObject | undefined {
  const curve = curves[attributeOf(find(value, dsig11, 'NamedCurve') ?? value, 'URI') ?? ''];
  const publicKey = find(value, dsig11, 'PublicKey');
  if (curve === undefined || publicKey === undefined) return undefined;
  const point = Buffer.from(compact(publicKey), 'base64');
  if (point.length !== 1 + 2 * curve.octets || point[0] !== 4) return undefined;
  const x = point.subarray(1, 1 + curve.octets).toString('base64url');
  const y = point.subarray(1 + curve.octets).toString('base64url');
  return createPublicKey({ key: { kty: 'EC', crv: curve.crv, x, y }, format: 'jwk' });
}

const readers: [uri: string, local: string, read: (element: XmlElement) => KeyObject | undefined][] = [
  [
    xmlSignature,
    'X509Certificate',
    (element) => new X509Certificate(Buffer.from(compact(element), 'base64')).publicKey,
  ],
  [xmlSignature, 'RSAKeyValue', rsaKey],
  [dsig11, 'ECKeyValue', ecKey],
  [
    dsig11,
    'DEREncodedKeyValue',
    (element) =>
      createPublicKey({ key: Buffer.from(compact(element), 'base64'), format: 'der', type: 'spki' }),
  ],
];

/** The public key that a signature brings along; it proves nothing about who signed. Undefined when it brings none. */
export function carriedKey(signature: XmlElement): KeyObject | undefined {
  const info = signature.children.find(
    (child) => 'local' in child && child.uri === xmlSignature && child.local === 'KeyInfo',
  );
  if (info === undefined || !('local' in info)) return undefined;
  for (const [uri, local, read] of readers) {
    const element = find(info, uri, local);
    try {
      const key = element === undefined ? undefined : read(element);
      if (key !== undefined) return key;
    } catch {
      // Not a key: as if it were not there.
    }
  }
  return undefined;
}
