import { type Kysely, sql } from 'kysely';
import { DatabaseError } from '../errors.ts';
import { type MigratedModule, migrateUp } from '../migrate.ts';
import { RowSum } from './checksum.ts';
import { rowsOf, schemasOf, tablesOf, useCopySettings } from './snapshot.ts';
import {
  type CopySource,
  nameOf,
  type Progress,
  type Row,
  type TableShape,
  type TableSum,
} from './source.ts';

interface Constraint {
  table: string;
  name: string;
  definition: string;
}

/** Takes the foreign keys away, so that the order of tables and rows does not matter, and tells how to bring them back. */
async function dropForeignKeys(
  transaction: Kysely<unknown>,
  schemas: readonly string[],
): Promise<() => Promise<void>> {
  const { rows } = await sql<Constraint>`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and conparentid = 0
      and connamespace in (select oid from pg_namespace where nspname = any(${[...schemas]}))`.execute(
    transaction,
  );
  const alter = (command: (constraint: Constraint) => string) => async (): Promise<void> => {
    for (const row of rows) await sql.raw(`alter table ${row.table} ${command(row)}`).execute(transaction);
  };
  await alter(({ name }) => `drop constraint ${name}`)();
  return alter(({ name, definition }) => `add constraint ${name} ${definition}`);
}

async function insert(transaction: Kysely<unknown>, shape: TableShape, rows: readonly Row[]): Promise<void> {
  const { schema, table, columns } = shape;
  const names = columns.map(({ name }) => sql.ref(name));
  const values = columns.map(({ type }, index) => sql`(row ->> ${sql.lit(index)})::${sql.raw(type)}`);
  await sql`insert into ${sql.table(`${schema}.${table}`)} (${sql.join(names)}) overriding system value
    select ${sql.join(values)} from json_array_elements(${JSON.stringify(rows)}::json) as row`.execute(
    transaction,
  );
}

async function sumOf(transaction: Kysely<unknown>, table: TableShape): Promise<TableSum> {
  const sum = new RowSum();
  for await (const rows of rowsOf(transaction, table)) sum.add(rows);
  return sum.of(table);
}

/** Tables that hold rows already. */
export async function filledTables(database: Kysely<unknown>, schemas: readonly string[]): Promise<string[]> {
  const filled: string[] = [];
  for (const shape of await tablesOf(database, schemas)) {
    const { rows } = await sql`select 1 from ${sql.table(nameOf(shape))} limit 1`.execute(database);
    if (rows.length > 0) filled.push(nameOf(shape));
  }
  return filled;
}

/** Throws the platform's data and tables away. */
async function empty(database: Kysely<unknown>, schemas: readonly string[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const schema of schemas)
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(transaction);
    await sql`drop table if exists public.kysely_migration, public.kysely_migration_lock`.execute(
      transaction,
    );
  });
}

async function prepare(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
  source: CopySource,
  replace: boolean,
): Promise<void> {
  const known = modules.flatMap(({ name, migrations }) =>
    Object.keys(migrations).map((one) => `${name}/${one}`),
  );
  const unknown = source.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new DatabaseError(
      'database.unknown-migration',
      `The copy was made by a newer program: this one does not know ${unknown.join(', ')}.`,
    );
  }
  const schemas = modules.map(({ name }) => name);
  const filled = await filledTables(database, schemas);
  if (filled.length > 0 && !replace) {
    throw new DatabaseError(
      'copy.target-not-empty',
      `There is data in the target (${filled.join(', ')}). Take an empty database, or --force to throw that data away.`,
    );
  }
  await empty(database, schemas);
  await migrateUp(database, modules, (name) => source.migrations.includes(name));
}

/** What the migrations have made here must be what the copy says it holds. */
async function requireSameTables(
  transaction: Kysely<unknown>,
  schemas: readonly string[],
  source: CopySource,
): Promise<void> {
  const described = (tables: readonly TableShape[]): string =>
    JSON.stringify(
      tables.map(({ schema, table, columns }) => [
        schema,
        table,
        columns.map(({ name, type }) => [name, type]),
      ]),
    );
  if (described(await tablesOf(transaction, schemas)) === described(source.tables)) return;
  throw new DatabaseError('copy.unreadable', 'The tables of the copy are not those of its migrations.');
}

/**
 * Fills a database with a copy: the same migrations, every row, every sequence. Then all is read back and compared before
 * it counts; what differs takes everything back.
 * @throws DatabaseError `copy.target-not-empty` (unless `replace`), `copy.differs`, `copy.unreadable`,
 * `database.unknown-migration`
 */
export async function loadCopy(
  database: Kysely<unknown>,
  modules: readonly MigratedModule[],
  source: CopySource,
  { replace = false, progress = () => undefined }: { replace?: boolean; progress?: Progress } = {},
): Promise<{ source: TableSum; target: TableSum }[]> {
  await prepare(database, modules, source, replace);
  const schemas = schemasOf(source.migrations);
  return database.transaction().execute(async (transaction) => {
    await useCopySettings(transaction);
    await requireSameTables(transaction, schemas, source);
    const restoreForeignKeys = await dropForeignKeys(transaction, schemas);
    const sums: { source: TableSum; target: TableSum }[] = [];
    for (const table of source.tables) {
      const sum = new RowSum();
      for await (const rows of source.rows(table)) {
        await insert(transaction, table, rows);
        sum.add(rows);
        progress(nameOf(table), sum.rows);
      }
      sums.push({ source: sum.of(table), target: await sumOf(transaction, table) });
    }
    await restoreForeignKeys();
    for (const { schema, sequence, value } of source.sequences) {
      await sql`select setval(format('%I.%I', ${schema}::text, ${sequence}::text)::regclass, ${value}::bigint)`.execute(
        transaction,
      );
    }
    const wrong = sums.filter(({ source: a, target: b }) => a.rows !== b.rows || a.checksum !== b.checksum);
    if (wrong.length > 0) {
      const names = wrong.map(({ source: { name } }) => name).join(', ');
      throw new DatabaseError(
        'copy.differs',
        `The copy differs from its source in ${names}. Nothing was changed.`,
      );
    }
    return sums;
  });
}
