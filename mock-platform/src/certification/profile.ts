import { createHash } from 'node:crypto';
import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  elements,
  ia5,
  nothing,
  octetString,
  oid,
  sequence,
} from './der.ts';
import {
  type Authority,
  authorityJapaneseName,
  directoryName,
  type Organization,
  otherName,
  partitionName,
} from './names.ts';
import * as x509 from './x509.ts';

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  cpsQualifier: '1.3.6.1.5.5.7.2.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  /** Facts about the holder in the signature certificate: name, gender, birth, address (jpki-card.md §4). */
  holder: '1.2.392.200149.8.5.5',
} as const;

/** Policy that a certificate of each kind is issued under. */
export const policyOf: Record<Authority, string> = {
  authentication: '1.2.392.200149.8.5.1.3.30',
  signature: '1.2.392.200149.8.5.1.1.20',
};

const CPS = 'http://www.jpki.go.jp/cps.html';
/** Where the certificates say their status is answered; verifiers here take the address from their configuration. */
const OCSP_ADDRESS = 'http://ocsp.jpki.test/';

/** What the signature certificate tells about its holder. */
export interface Holder {
  name: string;
  address: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  sex: 'male' | 'female' | 'other';
}

const extension = (type: string, critical: boolean, value: Buffer) =>
  new x509.Extension(type, critical, new Uint8Array(value));

/** Key identifier: SHA-1 over the bits of the public key (RFC 5280 §4.2.1.2, method 1). */
export function keyIdentifier(subjectPublicKeyInfo: Buffer): Buffer {
  const key = elements(elements(subjectPublicKeyInfo)[0]!.content)[1]!;
  return createHash('sha1').update(key.content.subarray(1)).digest();
}

/** Key usage from named bits, most significant first (RFC 5280 §4.2.1.3). */
function keyUsage(...bits: number[]): x509.Extension {
  const octet = bits.reduce((all, bit) => all | (0x80 >> bit), 0);
  const unused = 7 - Math.max(...bits);
  return extension(OID.keyUsage, true, bitString(Buffer.from([octet]), unused));
}

const keyIdentifiers = (own: Buffer, issuer: Buffer) => [
  extension(OID.authorityKeyIdentifier, false, sequence(contextPrimitive(0, keyIdentifier(issuer)))),
  extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(own))),
];

/** Extensions of a self-signed root. */
export const rootExtensions = (spki: Buffer): x509.Extension[] => [
  extension(OID.basicConstraints, true, sequence(boolean(true))),
  keyUsage(5, 6),
  ...keyIdentifiers(spki, spki),
];

/** Extensions of a status responder's certificate: it may answer for its issuer, and is not asked about itself. */
export const responderExtensions = (spki: Buffer, issuerSpki: Buffer): x509.Extension[] => [
  keyUsage(0),
  extension(OID.extendedKeyUsage, false, sequence(oid(OID.ocspSigning))),
  extension(OID.ocspNoCheck, false, nothing()),
  ...keyIdentifiers(spki, issuerSpki),
];

/** Where a certificate belongs: the municipality's partition of the revocation lists. */
type Partition = [municipality: string, organization?: Organization];

function common(authority: Authority, ...partition: Partition): x509.Extension[] {
  return [
    extension(
      OID.certificatePolicies,
      true,
      sequence(sequence(oid(policyOf[authority]), sequence(sequence(oid(OID.cpsQualifier), ia5(CPS))))),
    ),
    extension(OID.issuerAltName, false, sequence(directoryName(authorityJapaneseName(authority)))),
    extension(
      OID.crlDistributionPoints,
      false,
      // DistributionPoint → distributionPoint [0] → fullName [0] → directoryName [4]
      sequence(sequence(context(0, context(0, directoryName(partitionName(authority, ...partition)))))),
    ),
    extension(
      OID.authorityInformationAccess,
      false,
      sequence(
        sequence(oid(OID.ocsp), contextPrimitive(6, Buffer.from(`${OCSP_ADDRESS}${authority}`, 'ascii'))),
      ),
    ),
  ];
}

/** Extensions of the user-authentication certificate (利用者証明用電子証明書). */
export const authenticationExtensions = (
  municipality: string,
  spki: Buffer,
  issuerSpki: Buffer,
  organization?: Organization,
): x509.Extension[] => [
  keyUsage(0),
  extension(OID.extendedKeyUsage, false, sequence(oid(OID.clientAuth))),
  ...common('authentication', municipality, organization),
  ...keyIdentifiers(spki, issuerSpki),
];

const era = (birthDate: string): string => {
  if (birthDate >= '2019-05-01') return '5';
  if (birthDate >= '1989-01-08') return '4';
  if (birthDate >= '1926-12-25') return '3';
  return birthDate >= '1912-07-30' ? '2' : '1';
};

const genderCode = { male: '1', female: '2', other: '3' } as const;

/** Extensions of the signature certificate (署名用電子証明書); it names its holder. */
export const signatureExtensions = (
  municipality: string,
  spki: Buffer,
  issuerSpki: Buffer,
  holder: Holder,
  organization?: Organization,
): x509.Extension[] => [
  keyUsage(0, 1),
  extension(
    OID.subjectAltName,
    false,
    sequence(
      otherName(`${OID.holder}.1`, holder.name),
      otherName(`${OID.holder}.2`, '0'.repeat([...holder.name].length)),
      otherName(`${OID.holder}.3`, genderCode[holder.sex]),
      otherName(`${OID.holder}.4`, era(holder.birthDate) + holder.birthDate.replaceAll('-', '')),
      otherName(`${OID.holder}.5`, holder.address),
      otherName(`${OID.holder}.6`, '0'.repeat([...holder.address].length)),
    ),
  ),
  ...common('signature', municipality, organization),
  ...keyIdentifiers(spki, issuerSpki),
];
