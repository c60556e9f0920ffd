import { isSignedBy } from '../certificates/algorithms.ts';
import type { Certificate } from '../certificates/certificate.ts';
import { parseRevocationList, type RevocationListEnvelope } from '../certificates/crl/list.ts';
import { keyUsageBits } from '../certificates/extensions.ts';
import { isSameName } from '../certificates/names/distinguished-name.ts';
import { CertificateRefused } from '../certificates/refused.ts';
import { DerError } from '../der/reader.ts';
import { indexEntries, type SerialTable } from './serial-index.ts';
import { RevocationUnavailable } from './status.ts';

/** A list whose signature, issuer and scope have been checked and whose entries are indexed; its age has not. */
export interface IndexedList {
  thisUpdate: Date;
  nextUpdate: Date;
  /** `cRLNumber`: of two lists of one scope the one with the greater number is newer. */
  number: bigint | undefined;
  table: SerialTable;
}

/** Which certificates a list must cover: those of one distribution point (its directory name, DER), or all. */
export type ListScope = { partition: Uint8Array } | 'complete';

function checkScope({ facts, version }: RevocationListEnvelope, scope: ListScope): void {
  const { distribution, deltaBase, unknownCritical } = facts;
  if (version !== 2) throw new RevocationUnavailable('not a version 2 list');
  if (deltaBase !== undefined) throw new RevocationUnavailable('a delta list');
  if (unknownCritical.length > 0) throw new RevocationUnavailable('unknown critical extension');
  if (distribution?.indirect || distribution?.onlySomeReasons !== undefined) {
    throw new RevocationUnavailable('list of another issuer, or for some reasons only');
  }
  if (distribution?.onlyAuthorities || distribution?.onlyAttributes) {
    throw new RevocationUnavailable('not a list of persons’ certificates');
  }
  const name = distribution?.name;
  if (scope === 'complete') {
    if (name) throw new RevocationUnavailable('not a complete list');
    return;
  }
  const partition = Buffer.from(scope.partition);
  const covered = name && 'full' in name ? name.full : [];
  if (!covered.some(({ kind, value }) => kind === 'directory' && isSameName(value, partition))) {
    throw new RevocationUnavailable('list of another municipality');
  }
}

function read(der: Uint8Array<ArrayBuffer>, issuer: Certificate, scope: ListScope): IndexedList {
  const list = parseRevocationList(der);
  const { algorithm, signed, signature, thisUpdate, nextUpdate, entries, facts } = list;
  const { subjectKeyIdentifier } = issuer.facts;
  if (!isSameName(list.issuer, issuer.subject)) throw new RevocationUnavailable('other issuer');
  if ((facts.authorityKeyIdentifier ?? subjectKeyIdentifier) !== subjectKeyIdentifier) {
    throw new RevocationUnavailable('another key of the issuer');
  }
  if (!isSignedBy(issuer.publicKey, algorithm, signed, signature)) {
    throw new RevocationUnavailable('not signed by the issuer of the certificate');
  }
  if (!nextUpdate) throw new RevocationUnavailable('list without its next update');
  checkScope(list, scope);
  const start = entries.length > 0 ? entries.byteOffset - der.byteOffset : der.length;
  const table = indexEntries(der, start, start + entries.length);
  return { thisUpdate, nextUpdate, number: facts.number, table };
}

/**
 * Reads and indexes a complete or partitioned revocation list (RFC 5280 §5) that must be signed by the certificate's
 * issuer. The index points into `der`, which must not be changed any more.
 * @throws RevocationUnavailable for anything else
 */
export function readIndexedList(
  der: Uint8Array<ArrayBuffer>,
  issuer: Certificate,
  scope: ListScope,
): IndexedList {
  if (issuer.facts.keyUsage?.has(keyUsageBits.cRLSign) === false) {
    throw new RevocationUnavailable('the issuer may not sign lists');
  }
  try {
    return read(der, issuer, scope);
  } catch (error) {
    if (error instanceof DerError || error instanceof CertificateRefused) {
      throw new RevocationUnavailable(error.message);
    }
    throw error;
  }
}
