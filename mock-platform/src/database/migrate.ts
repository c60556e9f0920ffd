import { type Kysely, type Migration, Migrator, sql } from 'kysely';

export interface MigratedModule {
  name: string;
  migrations: Record<string, Migration>;
}

/**
 * Brings every module's schema up to date; all or nothing. Each module has a PostgreSQL schema of its own name, made here,
 * and its migrations get a handle that already points into it (`withSchema`): table names need no prefix.
 * @throws the first failing migration's error
 */
export async function migrateToLatest(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
): Promise<void> {
  const migrations: Record<string, Migration> = {};
  for (const module of modules) {
    if (Object.keys(module.migrations).length === 0) continue;
    await sql`create schema if not exists ${sql.id(module.name)}`.execute(database);
    for (const [name, migration] of Object.entries(module.migrations)) {
      migrations[`${module.name}/${name}`] = {
        up: (handle) => migration.up(handle.withSchema(module.name)),
      };
    }
  }
  await sql`create extension if not exists btree_gist`.execute(database);
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Modules are merged by name, so a new migration of an early module comes before applied ones of a later.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
