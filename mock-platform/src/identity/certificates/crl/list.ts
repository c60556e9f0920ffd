import { DerError, readDer, tags } from '../../der/reader.ts';
import type { AlgorithmIdentifier } from '../algorithms.ts';
import { extensionIds, readAuthorityKeyIdentifier, readExtensions } from '../extensions.ts';
import { readNameOctets } from '../names/distinguished-name.ts';
import { CertificateRefused } from '../refused.ts';
import { readSigned } from '../signed.ts';
import {
  type DistributionPoint,
  type IssuingDistributionPoint,
  readDistributionPoints,
  readIssuingDistributionPoint,
} from './distribution.ts';

/** What the extensions of a list say about it. */
export interface ListFacts {
  /** `cRLNumber`; lists of one scope are ordered by it. */
  number: bigint | undefined;
  /** `deltaCRLIndicator`: number of the complete list that this delta list builds on. */
  deltaBase: bigint | undefined;
  distribution: IssuingDistributionPoint | undefined;
  /** Key identifier of the signer, lower-case hexadecimal. */
  authorityKeyIdentifier: string | undefined;
  /** Where delta lists for this list are. */
  freshest: DistributionPoint[];
  /** Critical extensions that nobody here understands; such a list tells nothing (RFC 5280 §5.2). */
  unknownCritical: string[];
}

/**
 * The envelope of a revocation list (RFC 5280 §5.1): everything but its entries, which are left as they are, so that
 * a list of a hundred megabytes is opened at no cost. Buffers share the memory of the given bytes.
 */
export interface RevocationListEnvelope {
  der: Buffer;
  /** `tbsCertList`: what the signature is over. */
  signed: Buffer;
  algorithm: AlgorithmIdentifier;
  signature: Buffer;
  /** Version 1 lists have neither extensions nor extensions of entries. */
  version: 1 | 2;
  /** Name, DER. */
  issuer: Buffer;
  thisUpdate: Date;
  nextUpdate: Date | undefined;
  facts: ListFacts;
  /** Content of `revokedCertificates`, entry after entry, not looked at; empty when nothing is revoked. */
  entries: Buffer;
}

const understood: ReadonlySet<string> = new Set([
  extensionIds.authorityKeyIdentifier,
  extensionIds.cRLNumber,
  extensionIds.deltaCRLIndicator,
  extensionIds.issuingDistributionPoint,
]);

const MAX_NUMBER_OCTETS = 20;

function readNumber(value: Buffer): bigint {
  const element = readDer(value, tags.integer);
  if (element.length > MAX_NUMBER_OCTETS) throw new DerError('value', 'number of a list too long');
  return BigInt(`0x${element.unsigned()}`);
}

function readFacts(extensions: ReturnType<typeof readExtensions>): ListFacts {
  const read = <T>(id: string, reader: (value: Buffer) => T): T | undefined => {
    const found = extensions.get(id);
    return found && reader(found.value);
  };
  return {
    number: read(extensionIds.cRLNumber, readNumber),
    deltaBase: read(extensionIds.deltaCRLIndicator, readNumber),
    distribution: read(extensionIds.issuingDistributionPoint, readIssuingDistributionPoint),
    authorityKeyIdentifier: read(extensionIds.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    freshest: read(extensionIds.freshestCRL, readDistributionPoints) ?? [],
    unknownCritical: [...extensions].flatMap(([id, { critical }]) =>
      critical && !understood.has(id) ? [id] : [],
    ),
  };
}

function read(bytes: Uint8Array): RevocationListEnvelope {
  const { items, nextAlgorithm, ...envelope } = readSigned(bytes);
  const version = items.optional(tags.integer)?.number();
  if (version !== undefined && version !== 1) throw new DerError('value', 'version of a list');
  const algorithm = nextAlgorithm();
  const issuer = readNameOctets(items.next());
  const thisUpdate = items.next().time();
  const nextUpdate = (items.optional(tags.utcTime) ?? items.optional(tags.generalizedTime))?.time();
  const entries = items.optional(tags.sequence);
  const block = version === 1 ? items.optional(0xa0)?.items() : undefined;
  items.end();
  const sequence = block?.next(tags.sequence);
  block?.end();
  return {
    ...envelope,
    algorithm,
    version: version === 1 ? 2 : 1,
    issuer,
    thisUpdate,
    nextUpdate,
    facts: readFacts(sequence ? readExtensions(sequence) : new Map()),
    entries: entries?.content ?? Buffer.alloc(0),
  };
}

/**
 * Reads the envelope of a list. Neither signature nor time nor scope has been judged.
 * @throws CertificateRefused with fault `list.malformed`, whatever the bytes are
 */
export function parseRevocationList(der: Uint8Array): RevocationListEnvelope {
  try {
    return read(der);
  } catch (error) {
    if (error instanceof DerError) throw new CertificateRefused('list.malformed', error.message);
    throw error;
  }
}
