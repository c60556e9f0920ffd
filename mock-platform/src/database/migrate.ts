import { type Kysely, type Migration, Migrator, PostgresAdapter, sql } from 'kysely';
import { DatabaseError } from './errors.ts';

export interface MigratedModule {
  name: string;
  migrations: Record<string, Migration>;
}

/** Where one module's schema stands; names as `module/name`, in the order of their application. */
export interface MigrationStatus {
  module: string;
  applied: string[];
  pending: string[];
}

const migrationLock = {
  lockTable: 'kysely_migration_lock',
  lockTableSchema: undefined,
  lockRowId: 'migration_lock',
};

const fullName = (module: string, name: string): string => `${module}/${name}`;
const namesOf = (module: MigratedModule): string[] =>
  Object.keys(module.migrations)
    .sort()
    .map((name) => fullName(module.name, name));

/** Serialises what several starting processes do to the same catalogue; kysely's own lock covers the migrations alone. */
const catalogueLock = sql`select pg_advisory_xact_lock(7210, 3)`;

/** `create … if not exists` of two sessions at once is an error for one of them: they wait for each other. */
async function makeSchemas(database: Kysely<unknown>, modules: readonly MigratedModule[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await catalogueLock.execute(transaction);
    await sql`create extension if not exists btree_gist`.execute(transaction);
    for (const { name, migrations } of modules) {
      if (Object.keys(migrations).length > 0) {
        await sql`create schema if not exists ${sql.id(name)}`.execute(transaction);
      }
    }
  });
}

/** Names of all migrations that this database has taken, in their order; none when it is empty. */
export async function appliedMigrations(database: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.kysely_migration') is not null as there`.execute(database);
  if (!rows[0]?.there) return [];
  const applied = await sql<{ name: string }>`
    select name from public.kysely_migration order by name collate "C"`.execute(database);
  return applied.rows.map(({ name }) => name);
}

export async function migrationStatus(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
): Promise<MigrationStatus[]> {
  const done = new Set(await appliedMigrations(database));
  return modules
    .map((module) => ({ module: module.name, names: namesOf(module) }))
    .filter(({ names }) => names.length > 0)
    .map(({ module, names }) => ({
      module,
      applied: names.filter((name) => done.has(name)),
      pending: names.filter((name) => !done.has(name)),
    }));
}

/**
 * Brings every module's schema up to date; all or nothing. Each module has a PostgreSQL schema of its own name, made here,
 * and its migrations get a handle that already points into it (`withSchema`): table names need no prefix.
 * @throws the first failing migration's error
 */
export function migrateToLatest(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
): Promise<void> {
  return migrateUp(database, modules, () => true);
}

/**
 * As `migrateToLatest`, but only the migrations that `wanted` lets through (`module/name`); those that the database has
 * taken already stay.
 */
export async function migrateUp(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
  wanted: (name: string) => boolean,
): Promise<void> {
  await makeSchemas(database, modules);
  const applied = new Set(await appliedMigrations(database));
  const migrations: Record<string, Migration> = {};
  for (const module of modules) {
    for (const [name, migration] of Object.entries(module.migrations)) {
      const full = fullName(module.name, name);
      if (!wanted(full) && !applied.has(full)) continue;
      migrations[full] = { up: (handle) => migration.up(handle.withSchema(module.name)) };
    }
  }
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Modules are merged by name, so a new migration of an early module comes before applied ones of a later.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * Takes migrations back, newest first, in one transaction; a module with none left loses its (then empty) schema. What a
 * down cannot keep is lost.
 * @throws DatabaseError `database.unknown-migration`, `database.no-way-back`; what the database refuses
 */
export async function migrateDown(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
  unwanted: (name: string) => boolean,
): Promise<void> {
  const known = new Map(
    modules.flatMap((module) =>
      Object.entries(module.migrations).map(([name, migration]) => [
        fullName(module.name, name),
        { module: module.name, migration },
      ]),
    ),
  );
  await database.transaction().execute(async (transaction) => {
    await new PostgresAdapter().acquireMigrationLock(transaction, migrationLock);
    const applied = await appliedMigrations(transaction);
    for (const name of applied.filter(unwanted).reverse()) {
      const found = known.get(name);
      if (found === undefined) {
        throw new DatabaseError(
          'database.unknown-migration',
          `This program does not know migration ${name}.`,
        );
      }
      const { module, migration } = found;
      if (migration.down === undefined) {
        throw new DatabaseError('database.no-way-back', `Migration ${name} cannot be taken back.`);
      }
      await migration.down(transaction.withSchema(module));
      await sql`delete from public.kysely_migration where name = ${name}`.execute(transaction);
    }
    const left = await appliedMigrations(transaction);
    for (const { name } of modules) {
      if (
        applied.some((one) => one.startsWith(`${name}/`)) &&
        !left.some((one) => one.startsWith(`${name}/`))
      )
        await sql`drop schema ${sql.id(name)}`.execute(transaction);
    }
  });
}

/**
 * Brings one module to a migration, up or down; the other modules stay as they are.
 * @throws DatabaseError `database.unknown-migration`
 */
export async function migrateModuleTo(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
  target: string,
): Promise<void> {
  const module = modules.find(({ name }) => target.startsWith(`${name}/`));
  if (module === undefined || !namesOf(module).includes(target)) {
    throw new DatabaseError('database.unknown-migration', `There is no migration ${target}.`);
  }
  const own = (name: string): boolean => name.startsWith(`${module.name}/`);
  await migrateDown(database, modules, (name) => own(name) && name > target);
  await migrateUp(database, modules, (name) => own(name) && name <= target);
}
