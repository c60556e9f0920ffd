import type { Kysely } from 'kysely';
import { DatabaseError } from '../database/errors.ts';

interface OperationsTables {
  /** Which key folder the data was made with. */
  'operations.installation': { one: boolean; key_check: string };
}

/**
 * Pairwise ids and sealed facts hang on the key folder: a database that was made with another one would be read wrongly
 * and filled with strangers. The first start notes the check value; every later one compares.
 * @throws DatabaseError `database.other-keys`
 */
export async function requireOwnKeys(database: Kysely<unknown>, check: string): Promise<void> {
  const tables = database as unknown as Kysely<OperationsTables>;
  await tables
    .insertInto('operations.installation')
    .values({ one: true, key_check: check })
    .onConflict((on) => on.doNothing())
    .execute();
  const { key_check } = await tables
    .selectFrom('operations.installation')
    .select('key_check')
    .executeTakeFirstOrThrow();
  if (key_check !== check) {
    throw new DatabaseError(
      'database.other-keys',
      'The database was made with another key folder. Give the data directory whose "keys" belong to it (CHANOMA_DATA); a demo can begin anew with --reset.',
    );
  }
}
