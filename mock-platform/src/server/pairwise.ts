import { createHmac } from 'node:crypto';
import { type KeyFolder, randomSecret } from './key-folder.ts';

/**
 * Pairwise identifiers (OpenID Connect Core 8.1): the same id gives the same name within a sector and an unrelated one in
 * another. The secret never changes: every service's data hangs on it.
 */
export function createPairwise(keys: KeyFolder): (sector: string, id: string) => string {
  const secret = keys.readOrCreate('pairwise', randomSecret);
  return (sector, id) => createHmac('sha256', secret).update(`${sector}\0${id}`).digest('base64url');
}
