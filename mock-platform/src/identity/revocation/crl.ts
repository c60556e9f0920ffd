import { isSignedBy, readAlgorithm } from '../certificates/algorithms.ts';
import type { Certificate } from '../certificates/certificate.ts';
import { directoryNames, extensionIds, keyUsageBits, readExtensions } from '../certificates/extensions.ts';
import { type DerElement, DerError, readDer, tags } from '../der/reader.ts';
import { RevocationUnavailable, reasonNames } from './status.ts';

const REASON = '2.5.29.21';
const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
const CRL_NUMBER = '2.5.29.20';

export interface Revocation {
  at: Date;
  reason: string | undefined;
}

/** A list whose signature, issuer and partition have been checked; its age has not. */
export interface RevocationList {
  thisUpdate: Date;
  nextUpdate: Date;
  /** By serial, lower-case hexadecimal. */
  revoked: ReadonlyMap<string, Revocation>;
}

function readEntry(entry: DerElement): [string, Revocation] {
  const items = entry.items();
  const serial = items.next(tags.integer).unsigned();
  const at = items.next().time();
  let reason: string | undefined;
  if (!items.done) {
    for (const [id, { critical, value }] of readExtensions(items.next(tags.sequence))) {
      if (id === REASON) reason = reasonNames[readDer(value, tags.enumerated).number()];
      else if (critical) throw new DerError('value', 'unknown critical extension in an entry');
    }
  }
  items.end();
  return [serial, { at, reason }];
}

/** Names of the partition that the list covers; lists for other things than persons' certificates are refused. */
function partitionOf(value: Buffer): Buffer[] {
  const items = readDer(value, tags.sequence).items();
  const point = items.optional(0xa0)?.items().optional(0xa0);
  const onlyUsers = items.optional(0x81);
  if (onlyUsers && onlyUsers.content.length !== 1) throw new DerError('value', 'boolean');
  items.end();
  return point ? directoryNames(point) : [];
}

function read(der: Buffer, issuer: Certificate, partition: Buffer): RevocationList {
  const parts = readDer(der, tags.sequence).items();
  const signed = parts.next(tags.sequence);
  const algorithm = readAlgorithm(parts.next(tags.sequence));
  const signature = parts.next(tags.bitString).bits();
  parts.end();
  if (!isSignedBy(issuer.publicKey, algorithm, signed.whole, signature.bytes)) {
    throw new DerError('value', 'not signed by the issuer of the certificate');
  }

  const items = signed.items();
  if (items.next(tags.integer).number() !== 1) throw new DerError('value', 'not a version 2 list');
  if (!readAlgorithm(items.next(tags.sequence)).whole.equals(algorithm.whole)) {
    throw new DerError('value', 'two different signature algorithms');
  }
  if (!items.next(tags.sequence).whole.equals(issuer.subject)) throw new DerError('value', 'other issuer');
  const thisUpdate = items.next().time();
  const nextUpdate = items.next().time();
  const entries = items.optional(tags.sequence);
  const extensions = readExtensions(items.next(0xa0).items().next(tags.sequence));
  items.end();

  let covered: Buffer[] = [];
  for (const [id, { critical, value }] of extensions) {
    if (id === ISSUING_DISTRIBUTION_POINT) covered = partitionOf(value);
    else if (critical && id !== extensionIds.authorityKeyIdentifier && id !== CRL_NUMBER) {
      throw new DerError('value', `unknown critical extension ${id}`);
    }
  }
  if (!covered.some((name) => name.equals(partition))) {
    throw new DerError('value', 'list of another municipality');
  }
  const revoked = new Map<string, Revocation>();
  for (const entry of entries?.items().rest(tags.sequence) ?? []) revoked.set(...readEntry(entry));
  return { thisUpdate, nextUpdate, revoked };
}

/**
 * Reads a revocation list (RFC 5280 §5) that must be signed by the certificate's issuer and cover its partition.
 * @throws RevocationUnavailable for anything else
 */
export function readRevocationList(der: Buffer, issuer: Certificate, partition: Buffer): RevocationList {
  if (issuer.facts.keyUsage?.has(keyUsageBits.cRLSign) === false) {
    throw new RevocationUnavailable('the issuer may not sign lists');
  }
  try {
    return read(der, issuer, partition);
  } catch (error) {
    if (error instanceof DerError) throw new RevocationUnavailable(error.message);
    throw error;
  }
}
