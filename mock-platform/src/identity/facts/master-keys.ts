import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';
import type { IdentityTables } from '../tables.ts';

type Tables = Kysely<IdentityTables>;
type Keys = PlatformContext['keys'];

/** A master key of this installation: in the key folder, never in the database, which only knows its name. */
export interface MasterKey {
  name: string;
  key: Uint8Array;
}

/** The database names a master key that is not in this key folder. */
export class MasterKeyMissing extends Error {
  constructor(name: string) {
    super(`The key folder has no "${name}": it is not the folder that belongs to this database.`);
    this.name = 'MasterKeyMissing';
  }
}

/** @throws MasterKeyMissing; making another one in its place would hide that the facts are lost */
export function masterKeyNamed(keys: Keys, name: string): MasterKey {
  const key = keys.read(name);
  if (!key) throw new MasterKeyMissing(name);
  return { name, key };
}

/**
 * The key that new data keys are wrapped with; the first one is made at its first use. The caller's transaction holds it
 * until it ends: a rotation waits, and then finds the new data key.
 */
export async function currentMasterKey(transaction: Tables, keys: Keys, now: Date): Promise<MasterKey> {
  for (let look = 0; look < 3; look += 1) {
    const found = await transaction
      .selectFrom('identity.master_key')
      .select('name')
      .where('retired_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('name')
      .forShare()
      .execute();
    if (found[0]) return masterKeyNamed(keys, found[0].name);
    // Retired while we waited for it: its successor is seen by the second look.
    if (look > 0) await addMasterKey(transaction, keys, now);
  }
  throw new Error('no master key');
}

/** Adds a key under a new name, safely on disk before the database knows it; from now on it is the current one. */
export async function addMasterKey(tables: Tables, keys: Keys, now: Date): Promise<MasterKey> {
  const name = `facts-master-${randomUUID()}`;
  const key = keys.readOrCreate(name, randomSecret);
  await tables
    .insertInto('identity.master_key')
    .values({ name, created_at: now, retired_at: null })
    .execute();
  return { name, key };
}

/** Retires the keys that are current now; waits for those who are wrapping with them. @returns how many */
export async function retireMasterKeys(transaction: Tables, now: Date): Promise<number> {
  const retired = await transaction
    .updateTable('identity.master_key')
    .set({ retired_at: now })
    .where('retired_at', 'is', null)
    .returning('name')
    .execute();
  return retired.length;
}

/**
 * Throws retired keys away that wrap nothing any more, also those that an interrupted rotation left. One that another
 * process is just making is not among them.
 */
export async function removeRetiredKeys(tables: Tables, keys: Keys): Promise<void> {
  const retired = await tables
    .selectFrom('identity.master_key')
    .select('name')
    .where('retired_at', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('identity.person_key')
            .select('identity.person_key.person')
            .whereRef('identity.person_key.master', '=', 'identity.master_key.name'),
        ),
      ),
    )
    .execute();
  for (const { name } of retired) keys.remove(name);
}
