import type { PlatformContext } from '../../server/context.ts';
import { appendWithin } from '../audit/append.ts';
import type { IdentityTables } from '../tables.ts';
import { addMasterKey, masterKeyNamed, removeRetiredKeys, retireMasterKeys } from './master-keys.ts';
import { seal, unseal } from './seal.ts';
import { placeOfKey } from './store.ts';

/**
 * Wraps every person's data key with a new master key and throws the old ones away; the facts themselves stay as they
 * are. All or nothing: after an interruption the old key still opens everything. Backups that are older open only with a
 * copy of the key folder that is as old.
 * @returns how many data keys were wrapped anew
 * @throws MasterKeyMissing
 */
export async function rotateMasterKey(
  context: Pick<PlatformContext, 'tables' | 'clock' | 'keys'>,
): Promise<number> {
  const { keys, clock } = context;
  const count = await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      if ((await retireMasterKeys(tables, clock())) === 0) return 0;
      const fresh = await addMasterKey(tables, keys, clock());
      const rows = await tables
        .selectFrom('identity.person_key')
        .selectAll()
        .where('master', '!=', fresh.name)
        .forUpdate()
        .execute();
      for (const { person, master, wrapped } of rows) {
        const key = unseal(masterKeyNamed(keys, master).key, placeOfKey(person, master), wrapped);
        await tables
          .updateTable('identity.person_key')
          .set({ master: fresh.name, wrapped: seal(fresh.key, placeOfKey(person, fresh.name), key) })
          .where('person', '=', person)
          .execute();
      }
      const record = { count: rows.length };
      await appendWithin(tables, [{ at: clock(), kind: 'master-key.rotated', record }]);
      return rows.length;
    });
  await removeRetiredKeys(context.tables<IdentityTables>(), keys);
  return count;
}
