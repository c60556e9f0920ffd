import { createHmac, randomUUID } from 'node:crypto';
import type { PlatformContext } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { LoginTables } from './tables.ts';

const windowMilliseconds = 10 * 60_000;
/** Of one account or one address: with one-time codes of six digits nobody gets far in ten. */
const allowed = 10;

/**
 * Runs one attempt to sign in and counts it when it is refused, under the account's name and under the caller's address.
 * Passkeys give no name: they are never locked out by somebody who tries passwords.
 * @throws PlatformError 429 `sign-in.too-many-attempts`, and what the attempt throws
 */
export async function attempted<T>(
  context: PlatformContext,
  realm: string,
  names: readonly string[],
  trial: () => Promise<T>,
): Promise<T> {
  const key = context.keys.readOrCreate('console-attempts', randomSecret);
  const hashes = names.map((name) => createHmac('sha256', key).update(`${realm} ${name}`).digest('hex'));
  const tables = context.tables<LoginTables>();
  const now = context.clock();
  const begin = new Date(now.getTime() - windowMilliseconds);
  const attempt = randomUUID();
  await tables.deleteFrom('console.failed_login').where('at', '<=', begin).execute();
  // Counted before it is tried, so that many at once count like many in a row; taken back unless it was refused.
  await tables
    .insertInto('console.failed_login')
    .values(hashes.map((name_hash) => ({ attempt, name_hash, at: now })))
    .execute();
  const forget = () => tables.deleteFrom('console.failed_login').where('attempt', '=', attempt).execute();
  const counted = await tables
    .selectFrom('console.failed_login')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('name_hash', 'in', hashes)
    .groupBy('name_hash')
    .execute();
  if (counted.some(({ count }) => Number(count) > allowed)) {
    await forget();
    throw new PlatformError(429, 'sign-in.too-many-attempts');
  }
  const done = await trial();
  await forget();
  return done;
}
