import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';
import { type DistributionPoint, readDistributionPoints } from './crl/distribution.ts';
import { type NameConstraints, readNameConstraints } from './names/constraints.ts';
import { directoryNamesOf, type GeneralName, readGeneralNames } from './names/general-names.ts';
import {
  type PolicyConstraints,
  type PolicyMapping,
  readCount,
  readPolicies,
  readPolicyConstraints,
  readPolicyMappings,
} from './policy-extensions.ts';

export interface Extension {
  critical: boolean;
  value: Buffer;
}

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  cRLNumber: '2.5.29.20',
  deltaCRLIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCRL: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
export const keyUsageBits = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const;

/** What path and profile need to know, read from the extensions once. */
export interface CertificateFacts {
  basicConstraints: { ca: boolean; pathLength: number | undefined } | undefined;
  keyUsage: ReadonlySet<number> | undefined;
  extendedKeyUsage: readonly string[] | undefined;
  policies: readonly string[] | undefined;
  policyMappings: readonly PolicyMapping[];
  policyConstraints: PolicyConstraints | undefined;
  inhibitAnyPolicy: number | undefined;
  nameConstraints: NameConstraints | undefined;
  subjectAltName: readonly GeneralName[];
  subjectKeyIdentifier: string | undefined;
  authorityKeyIdentifier: string | undefined;
  /** `directoryName`s of the distribution points, DER. */
  distributionPoints: readonly Buffer[];
  /** Where revocation is to be looked up, in full. */
  points: readonly DistributionPoint[];
}

/** Reads `Extensions`; an extension that occurs twice is refused (RFC 5280 §4.2). */
export function readExtensions(sequence: DerElement): Map<string, Extension> {
  const found = new Map<string, Extension>();
  const list = sequence.items();
  if (list.done) throw new DerError('value', 'no extension in the extensions');
  while (!list.done) {
    const items = list.next(tags.sequence).items();
    const id = items.next(tags.oid).oid();
    const flag = items.optional(tags.boolean)?.boolean();
    if (flag === false) throw new DerError('value', 'a default value is written out');
    const value = items.next(tags.octetString).content;
    items.end();
    if (found.has(id)) throw new DerError('value', 'an extension occurs twice');
    found.set(id, { critical: flag === true, value });
  }
  return found;
}

function basicConstraints(value: Buffer): CertificateFacts['basicConstraints'] {
  const items = readDer(value, tags.sequence).items();
  const ca = items.optional(tags.boolean)?.boolean();
  if (ca === false) throw new DerError('value', 'a default value is written out');
  const pathLength = items.optional(tags.integer);
  items.end();
  return { ca: ca === true, pathLength: pathLength && readCount(pathLength) };
}

function keyUsage(value: Buffer): ReadonlySet<number> {
  const { bytes } = readDer(value, tags.bitString).bits();
  const bits = new Set<number>();
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    if ((bytes[bit >> 3]! & (0x80 >> (bit & 7))) !== 0) bits.add(bit);
  }
  if (bits.size === 0) throw new DerError('value', 'key usage without any use');
  return bits;
}

function extendedKeyUsage(value: Buffer): string[] {
  const items = readDer(value, tags.sequence).items();
  if (items.done) throw new DerError('value', 'extended key usage without any use');
  return [...items.rest(tags.oid)].map((one) => one.oid());
}

/** `keyIdentifier` of an `authorityKeyIdentifier`, lower-case hexadecimal. @throws DerError */
export function readAuthorityKeyIdentifier(value: Buffer): string | undefined {
  return readDer(value, tags.sequence).items().optional(0x80)?.content.toString('hex');
}

export function readFacts(extensions: ReadonlyMap<string, Extension>): CertificateFacts {
  const read = <T>(id: string, reader: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(id);
    return found && reader(found.value);
  };
  const points = read(extensionIds.crlDistributionPoints, readDistributionPoints) ?? [];
  return {
    basicConstraints: read(extensionIds.basicConstraints, basicConstraints),
    keyUsage: read(extensionIds.keyUsage, keyUsage),
    extendedKeyUsage: read(extensionIds.extendedKeyUsage, extendedKeyUsage),
    policies: read(extensionIds.certificatePolicies, readPolicies),
    policyMappings: read(extensionIds.policyMappings, readPolicyMappings) ?? [],
    policyConstraints: read(extensionIds.policyConstraints, readPolicyConstraints),
    inhibitAnyPolicy: read(extensionIds.inhibitAnyPolicy, (value) => readCount(readDer(value, tags.integer))),
    nameConstraints: read(extensionIds.nameConstraints, readNameConstraints),
    subjectAltName:
      read(extensionIds.subjectAltName, (value) => readGeneralNames(readDer(value, tags.sequence).items())) ??
      [],
    subjectKeyIdentifier: read(extensionIds.subjectKeyIdentifier, (value) =>
      readDer(value, tags.octetString).content.toString('hex'),
    ),
    authorityKeyIdentifier: read(extensionIds.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    distributionPoints: points.flatMap(({ name }) =>
      name && 'full' in name ? directoryNamesOf(name.full) : [],
    ),
    points,
  };
}
