import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type MigratedModule, migrateToLatest } from '../../mock-platform/src/database/migrate.ts';
import { type Database, openDatabase } from '../../mock-platform/src/database/open-database.ts';
import { temporaryDataDirectory } from './database-template.ts';

/** PostgreSQL server for tests, when there is one; its user must be allowed to create databases. */
export const testServerUrl = process.env.CHANOMA_TEST_DATABASE_URL;

export type Kind = 'embedded' | 'postgresql';

/** The kinds of database that can be tested here. */
export const kinds: readonly Kind[] = testServerUrl === undefined ? ['embedded'] : ['embedded', 'postgresql'];

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A new database with the schemas of the modules; `close` throws it away. */
export async function freshDatabase(
  modules: readonly MigratedModule[],
  kind: Kind = 'embedded',
): Promise<Database> {
  if (kind === 'embedded') {
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
  const { url, drop } = await freshServerDatabase();
  const database = await openDatabase({ dataDirectory: ':memory:', databaseUrl: url });
  await migrateToLatest(database.kysely, modules);
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** A new, empty database on the test server. */
export async function freshServerDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `chanoma_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}`);
  const url = new URL(testServerUrl!);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) };
}
