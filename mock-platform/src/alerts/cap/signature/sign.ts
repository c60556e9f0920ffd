import { createPublicKey, type KeyObject } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { ecdsaSha256, enveloped, exclusive, rsaSha256, sha256, withEcdsa } from './algorithms.ts';

/** `KeyInfo` with the public key itself (XML Signature 1.1 §4.5.2). */
function keyValueOf(key: KeyObject): string {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  const base64 = (text = ''): string => Buffer.from(text, 'base64url').toString('base64');
  if (jwk.kty === 'RSA')
    return `<KeyValue><RSAKeyValue><Modulus>${base64(jwk.n)}</Modulus><Exponent>${base64(jwk.e)}</Exponent></RSAKeyValue></KeyValue>`;
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]).toString('base64');
  return (
    '<KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">' +
    `<dsig11:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><dsig11:PublicKey>${point}</dsig11:PublicKey>` +
    '</dsig11:ECKeyValue></KeyValue>'
  );
}

/**
 * Signs a CAP message: one enveloped signature at its end, exclusive canonical XML, SHA-256, the public key carried.
 * What was signed before stays and is covered too.
 * @param xml the alert, its root element first or after an XML declaration
 * @param key private key, RSA or of P-256
 * @throws Error for another kind of key
 */
export function signAlert(xml: string, key: KeyObject): string {
  const kind = key.asymmetricKeyType;
  if (kind !== 'rsa' && !(kind === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'))
    throw new Error('A CAP message is signed by a key of RSA or P-256.');
  const signed = withEcdsa(
    new SignedXml({
      privateKey: key as never,
      signatureAlgorithm: kind === 'rsa' ? rsaSha256 : ecdsaSha256,
      canonicalizationAlgorithm: exclusive,
      getKeyInfoContent: () => keyValueOf(key),
    }),
  );
  signed.addReference({
    xpath: '/*',
    uri: '',
    isEmptyUri: true,
    transforms: [enveloped, exclusive],
    digestAlgorithm: sha256,
  });
  signed.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
  return signed.getSignedXml();
}
