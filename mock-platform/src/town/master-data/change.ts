import type { Transaction } from 'kysely';
import type { MasterKind } from '../../protocol/master-data.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { TownTables } from '../tables.ts';

/** Who changes a town's master data. */
export interface Editor {
  municipality: string;
  id: string;
  name: string;
}

/** What is changed, and the version that the editor has seen (0: as the register's import left it). */
export interface Change {
  kind: MasterKind;
  key: string;
  version: number;
  content: object;
}

const isDuplicate = (error: unknown): boolean => (error as { code?: string }).code === '23505';

/**
 * Writes one change of master data with its record. Nothing is announced: no order, no notice, no wake-up of a box.
 * @throws PlatformError 404 `master.unknown` when `write` changed nothing, 409 `master.changed` for another version
 */
export async function changeMasterData(
  context: PlatformContext,
  { municipality, id: by_id, name: by_name }: Editor,
  { kind, key, version, content }: Change,
  write: (tables: Transaction<TownTables>) => Promise<boolean>,
): Promise<void> {
  await context
    .tables<TownTables>()
    .transaction()
    .execute(async (tables) => {
      if (!(await write(tables))) throw new PlatformError(404, 'master.unknown');
      const newest = await tables
        .selectFrom('town.master_change')
        .select((select) => select.fn.max('version').as('version'))
        .where('municipality', '=', municipality)
        .where('kind', '=', kind)
        .where('key', '=', key)
        .executeTakeFirst();
      if ((newest?.version ?? 0) !== version) throw new PlatformError(409, 'master.changed');
      await tables
        .insertInto('town.master_change')
        .values({
          municipality,
          kind,
          key,
          version: version + 1,
          at: context.clock(),
          by_id,
          by_name,
          content: JSON.stringify(content),
        })
        .execute();
    })
    .catch((error: unknown) => {
      if (isDuplicate(error)) throw new PlatformError(409, 'master.changed');
      throw error;
    });
}
