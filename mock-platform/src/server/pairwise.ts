import { createHmac } from 'node:crypto';
import { type KeyFolder, randomSecret } from './key-folder.ts';

const pairwiseSecret = (keys: KeyFolder): Uint8Array => keys.readOrCreate('pairwise', randomSecret);

/** Tells key folders apart without saying anything about the keys: 16 hex digits. */
export const keyCheck = (keys: KeyFolder): string =>
  createHmac('sha256', pairwiseSecret(keys)).update('chanoma key check').digest('hex').slice(0, 16);

/**
 * Pairwise identifiers (OpenID Connect Core 8.1): the same id gives the same name within a sector and an unrelated one in
 * another. The secret never changes: every service's data hangs on it.
 */
export function createPairwise(keys: KeyFolder): (sector: string, id: string) => string {
  const secret = pairwiseSecret(keys);
  return (sector, id) => createHmac('sha256', secret).update(`${sector}\0${id}`).digest('base64url');
}
