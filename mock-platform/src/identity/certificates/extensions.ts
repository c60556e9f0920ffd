import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';

export interface Extension {
  critical: boolean;
  value: Buffer;
}

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
export const keyUsageBits = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyCertSign: 5,
  cRLSign: 6,
} as const;

/** What path and profile need to know, read from the extensions once. */
export interface CertificateFacts {
  basicConstraints: { ca: boolean; pathLength: number | undefined } | undefined;
  keyUsage: ReadonlySet<number> | undefined;
  extendedKeyUsage: readonly string[] | undefined;
  policies: readonly string[] | undefined;
  subjectKeyIdentifier: string | undefined;
  authorityKeyIdentifier: string | undefined;
  /** `directoryName`s of the distribution points, DER. */
  distributionPoints: readonly Buffer[];
}

/** Reads `Extensions`; an extension that occurs twice is refused (RFC 5280 §4.2). */
export function readExtensions(sequence: DerElement): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const element of sequence.items().rest(tags.sequence)) {
    const items = element.items();
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
  const pathLength = items.optional(tags.integer)?.number();
  items.end();
  return { ca: ca === true, pathLength };
}

function keyUsage(value: Buffer): ReadonlySet<number> {
  const { bytes } = readDer(value, tags.bitString).bits();
  const bits = new Set<number>();
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    if ((bytes[bit >> 3]! & (0x80 >> (bit & 7))) !== 0) bits.add(bit);
  }
  return bits;
}

const oids = (value: Buffer): string[] =>
  [...readDer(value, tags.sequence).items().rest(tags.oid)].map((one) => one.oid());

const policies = (value: Buffer): string[] =>
  [...readDer(value, tags.sequence).items().rest(tags.sequence)].map((one) =>
    one.items().next(tags.oid).oid(),
  );

function authorityKeyIdentifier(value: Buffer): string | undefined {
  return readDer(value, tags.sequence).items().optional(0x80)?.content.toString('hex');
}

/** `directoryName`s in a GeneralNames; other kinds of names are passed over. */
export function directoryNames(names: DerElement): Buffer[] {
  const found: Buffer[] = [];
  for (const name of names.items().rest()) {
    if (name.tag !== 0xa4) continue;
    const inner = name.items();
    found.push(inner.next(tags.sequence).whole);
    inner.end();
  }
  return found;
}

/** distributionPoint [0] → fullName [0] → GeneralNames (RFC 5280 §4.2.1.13). */
function distributionPoints(value: Buffer): Buffer[] {
  return [...readDer(value, tags.sequence).items().rest(tags.sequence)].flatMap((point) => {
    const fullName = point.items().optional(0xa0)?.items().optional(0xa0);
    return fullName ? directoryNames(fullName) : [];
  });
}

export function readFacts(extensions: ReadonlyMap<string, Extension>): CertificateFacts {
  const read = <T>(id: string, reader: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(id);
    return found && reader(found.value);
  };
  return {
    basicConstraints: read(extensionIds.basicConstraints, basicConstraints),
    keyUsage: read(extensionIds.keyUsage, keyUsage),
    extendedKeyUsage: read(extensionIds.extendedKeyUsage, oids),
    policies: read(extensionIds.certificatePolicies, policies),
    subjectKeyIdentifier: read(extensionIds.subjectKeyIdentifier, (value) =>
      readDer(value, tags.octetString).content.toString('hex'),
    ),
    authorityKeyIdentifier: read(extensionIds.authorityKeyIdentifier, authorityKeyIdentifier),
    distributionPoints: read(extensionIds.crlDistributionPoints, distributionPoints) ?? [],
  };
}
