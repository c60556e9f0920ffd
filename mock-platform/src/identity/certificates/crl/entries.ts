import { type DerElement, DerError, DerItems, readDer, tags } from '../../der/reader.ts';
import { readExtensions } from '../extensions.ts';
import { isSameName } from '../names/distinguished-name.ts';
import { directoryNamesOf, readGeneralNames } from '../names/general-names.ts';
import type { RevocationListEnvelope } from './list.ts';

export const entryExtensionIds = {
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  certificateIssuer: '2.5.29.29',
} as const;

/** CRLReason `removeFromCRL`: taken off the list by a delta list. */
export const REMOVED = 8;

export interface Entry {
  at: Date;
  /** CRLReason (RFC 5280 §5.3.1); undefined when none is given. */
  reason: number | undefined;
}

interface EntryExtensions {
  reason: number | undefined;
  /** Names of the issuer of this and the following entries, in indirect lists. */
  issuers: Buffer[] | undefined;
}

const known: ReadonlySet<string> = new Set(Object.values(entryExtensionIds));

function readEntryExtensions(block: DerElement, isIndirect: boolean): EntryExtensions {
  const found: EntryExtensions = { reason: undefined, issuers: undefined };
  for (const [id, { critical, value }] of readExtensions(block)) {
    if (critical && !known.has(id)) throw new DerError('value', 'unknown critical extension of an entry');
    if (id === entryExtensionIds.reasonCode) found.reason = readDer(value, tags.enumerated).number();
    if (id === entryExtensionIds.certificateIssuer) {
      if (!isIndirect)
        throw new DerError('value', 'an entry of another issuer in a list that is not indirect');
      found.issuers = directoryNamesOf(readGeneralNames(readDer(value, tags.sequence).items()));
    }
  }
  return found;
}

/** Most entries carry the same few octets of extensions. */
const MAX_REMEMBERED = 1000;
const none: EntryExtensions = { reason: undefined, issuers: undefined };

function createExtensionReader(
  list: RevocationListEnvelope,
): (block: DerElement | undefined) => EntryExtensions {
  const isIndirect = list.facts.distribution?.indirect === true;
  const remembered = new Map<string, EntryExtensions>();
  return (block) => {
    if (!block) return none;
    if (list.version === 1) throw new DerError('value', 'extensions in a list of version 1');
    const key = block.whole.toString('latin1');
    const known = remembered.get(key);
    if (known) return known;
    const read = readEntryExtensions(block, isIndirect);
    if (remembered.size < MAX_REMEMBERED) remembered.set(key, read);
    return read;
  };
}

/**
 * Looks a certificate up in the entries of a list (§6.3.3 (i), (j)), reading every entry on the way: a list with one
 * that is broken, or has a critical extension that is not known, tells nothing about any certificate (§5.3).
 * Takes time in proportion to the list and next to no memory; lists of national size have an index instead.
 * @throws DerError
 */
export function findEntry(list: RevocationListEnvelope, serial: Buffer, issuer: Buffer): Entry | undefined {
  const readBlock = createExtensionReader(list);
  const rows = new DerItems(list.entries, 0, list.entries.length, 1);
  // The issuer of an entry is that of the entry before, at first that of the list (§5.3.3).
  let isOfIssuer = isSameName(list.issuer, issuer);
  let found: Entry | undefined;
  while (!rows.done) {
    const items = rows.next(tags.sequence).items();
    const number = items.next(tags.integer).integerOctets();
    const time = items.next();
    if (time.tag !== tags.utcTime && time.tag !== tags.generalizedTime) throw new DerError('tag', 'time');
    const { issuers, reason } = readBlock(items.optional(tags.sequence));
    items.end();
    if (issuers) isOfIssuer = issuers.some((name) => isSameName(name, issuer));
    if (isOfIssuer && number.equals(serial)) found = { at: time.time(), reason };
  }
  return found;
}
