import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPublicKey } from '../certificates/algorithms.ts';
import { DerError, readDer, tags } from '../der/reader.ts';

const PRINTABLE_STRING = 0x13;

/** What the record of a card's surface application says. */
export interface SurfaceRecord {
  /** 和暦 YYMMDD, as it opens the record. */
  eraBirthDate: string;
  /** SubjectPublicKeyInfo of the card's internal-authentication key, DER. */
  spki: Buffer;
  key: KeyObject;
}

/**
 * Reads a surface record: `SEQUENCE { content SEQUENCE { INTEGER 1, birth date, SubjectPublicKeyInfo }, algorithm,
 * BIT STRING }`, signed over the DER of content by one of the pinned issuers.
 * @returns undefined when it is not such a record, or none of them has signed it
 */
export function readSurfaceRecord(der: Uint8Array, issuers: readonly KeyObject[]): SurfaceRecord | undefined {
  try {
    const parts = readDer(der, tags.sequence).items();
    const content = parts.next(tags.sequence);
    parts.next(tags.sequence);
    const signature = parts.next(tags.bitString).bits();
    parts.end();
    const items = content.items();
    if (items.next(tags.integer).number() !== 1 || signature.unused !== 0) return undefined;
    const eraBirthDate = items.next(PRINTABLE_STRING).content.toString('latin1');
    const spki = items.next(tags.sequence).whole;
    items.end();
    const key = readPublicKey(spki);
    const signed = issuers.some((issuer) => isSigned(issuer, content.whole, signature.bytes));
    return key && signed && /^\d{6}$/.test(eraBirthDate) ? { eraBirthDate, spki, key } : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function isSigned(issuer: KeyObject, content: Buffer, signature: Buffer): boolean {
  try {
    return verify(issuer.asymmetricKeyType === 'ec' ? 'sha384' : 'sha256', content, issuer, signature);
  } catch {
    return false;
  }
}

/**
 * Keys of those who sign surface records and are trusted here: SubjectPublicKeyInfo files (DER) in `trust/surface` of the
 * data directory, in the demo `trust/demo/surface` (D18).
 */
export function readSurfaceIssuers(dataDirectory: string, demo: boolean): KeyObject[] {
  const folder = join(dataDirectory, 'trust', ...(demo ? ['demo'] : []), 'surface');
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.spki'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .sort()
    .map((name) => createPublicKey({ key: readFileSync(join(folder, name)), format: 'der', type: 'spki' }));
}
