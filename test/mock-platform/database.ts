import { type MigratedModule, migrateToLatest } from '../../mock-platform/src/database/migrate.ts';
import { type Database, openDatabase } from '../../mock-platform/src/database/open-database.ts';
import { temporaryDataDirectory } from './database-template.ts';

/** A new embedded database with the schemas of the modules; `close` throws it away. */
export async function freshDatabase(modules: readonly MigratedModule[]): Promise<Database> {
  const { directory, remove } = await temporaryDataDirectory();
  const database = await openDatabase({ dataDirectory: directory });
  await migrateToLatest(database.kysely, modules);
  return {
    ...database,
    close: async () => {
      await database.close();
      remove();
    },
  };
}
