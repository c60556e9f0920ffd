import { type Kysely, sql } from 'kysely';
import { appliedMigrations } from '../migrate.ts';
import type { CopySource, Row, SequenceValue, TableShape } from './source.ts';

const rowsAtOnce = 500;

/** Settings that decide how values are written. */
const settings = [
  "set local timezone to 'UTC'",
  "set local datestyle to 'ISO, YMD'",
  "set local intervalstyle to 'postgres'",
  "set local bytea_output to 'hex'",
  'set local extra_float_digits to 1',
];

/** Makes values in this transaction read and written as the copies have them. */
export async function useCopySettings(transaction: Kysely<unknown>): Promise<void> {
  for (const setting of settings) await sql.raw(setting).execute(transaction);
}

/** Schemas of the migrations `schema/name`. */
export const schemasOf = (migrations: readonly string[]): string[] => [
  ...new Set(migrations.map((name) => name.split('/')[0]!)),
];

export async function tablesOf(database: Kysely<unknown>, schemas: readonly string[]): Promise<TableShape[]> {
  const { rows } = await sql<{ schema: string; table: string; columns: TableShape['columns'] }>`
    select space.nspname as schema, class.relname as table,
      json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum) as columns
    from pg_class as class
      join pg_namespace as space on space.oid = class.relnamespace
      join pg_attribute as attribute on attribute.attrelid = class.oid
    where class.relkind in ('r', 'p') and not class.relispartition and space.nspname = any(${[...schemas]})
      and attnum > 0 and not attisdropped and attgenerated = ''
    group by 1, 2 order by space.nspname collate "C", class.relname collate "C"`.execute(database);
  return rows;
}

async function sequencesOf(database: Kysely<unknown>, schemas: readonly string[]): Promise<SequenceValue[]> {
  const { rows } = await sql<SequenceValue>`
    select schemaname as schema, sequencename as sequence, last_value::text as value from pg_sequences
    where schemaname = any(${[...schemas]}) and last_value is not null
    order by schemaname, sequencename`.execute(database);
  return rows;
}

/** All rows of a table within a transaction. */
export async function* rowsOf(transaction: Kysely<unknown>, shape: TableShape): AsyncGenerator<Row[]> {
  const { schema, table, columns } = shape;
  const values = columns.map(({ name }, index) => sql`${sql.ref(name)}::text as ${sql.ref(`c${index}`)}`);
  await sql`declare copied no scroll cursor for
    select ${sql.join(values)} from ${sql.table(`${schema}.${table}`)}`.execute(transaction);
  for (;;) {
    const { rows } = await sql<Record<string, string | null>>`
      fetch ${sql.lit(rowsAtOnce)} from copied`.execute(transaction);
    if (rows.length > 0) yield rows.map((row) => columns.map((_, index) => row[`c${index}`] ?? null));
    if (rows.length < rowsAtOnce) break;
  }
  await sql`close copied`.execute(transaction);
}

/** Reads a database as it is at one moment, whatever others write meanwhile. */
export function withSnapshot<T>(
  database: Kysely<unknown>,
  use: (source: CopySource) => Promise<T>,
): Promise<T> {
  return database.connection().execute(async (connection) => {
    await sql`begin isolation level repeatable read read only`.execute(connection);
    try {
      await useCopySettings(connection);
      const migrations = await appliedMigrations(connection);
      const schemas = schemasOf(migrations);
      return await use({
        migrations,
        tables: await tablesOf(connection, schemas),
        sequences: await sequencesOf(connection, schemas),
        rows: (table) => rowsOf(connection, table),
      });
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}
