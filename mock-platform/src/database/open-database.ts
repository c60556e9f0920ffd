import { join } from 'node:path';
import { CompiledQuery, Kysely } from 'kysely';
import { embeddedDialect } from './embedded/dialect.ts';
import { lockDirectory, refuseLockedDirectory } from './embedded/directory-lock.ts';
import { EmbeddedEngine } from './embedded/engine.ts';
import { openPostgresql } from './postgresql.ts';

/** An open database; several modules share it, each in a schema of its own. */
export interface Database {
  kysely: Kysely<unknown>;
  /** Calls `wake` when a NOTIFY of the channel arrives. It only wakes: readers read the gap from their tables. */
  listen(channel: string, wake: () => void): Promise<void>;
  /** Whether notifications arrive; the embedded database's always do. */
  listening?(): boolean;
  /** Connections of the pool; the embedded database has none. */
  pool?(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export interface DatabaseConfiguration {
  /** `:memory:` for tests: nothing is kept. */
  dataDirectory: string;
  databaseUrl?: string | undefined;
}

const maintenanceMilliseconds = 10 * 60_000;

/** The engine has no autovacuum and its write-ahead log grows: both are done from a timer. */
export async function maintain(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of ['vacuum', 'checkpoint']) {
    await kysely.executeQuery(CompiledQuery.raw(statement)).catch(() => undefined);
  }
}

function maintainRegularly(kysely: Kysely<unknown>): () => void {
  const timer = setInterval(() => void maintain(kysely), maintenanceMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}

async function openEmbedded(directory: string | undefined): Promise<Database> {
  const lock = directory === undefined ? undefined : await lockDirectory(directory);
  try {
    const engine = await EmbeddedEngine.start(
      directory === undefined ? undefined : join(directory, 'database'),
    );
    const kysely = new Kysely<unknown>({ dialect: embeddedDialect(engine) });
    const stopMaintenance = maintainRegularly(kysely);
    return {
      kysely,
      listen: (channel, wake) => engine.listen(channel, wake),
      close: async () => {
        stopMaintenance();
        await kysely.destroy();
        await lock?.release();
      },
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/**
 * Opens PostgreSQL at `databaseUrl`, otherwise the embedded database in `dataDirectory`, which this process then holds
 * alone. On a server several platforms may be at once, unless one asked to be `alone`. In a transaction use only the
 * transaction's own handle: the embedded database has one connection.
 * @throws DatabaseError `database.locked`, `database.failed-to-start`, `database.unreachable`
 */
export function openDatabase(
  configuration: DatabaseConfiguration,
  hold: 'shared' | 'alone' = 'shared',
): Promise<Database> {
  const { dataDirectory, databaseUrl } = configuration;
  if (databaseUrl !== undefined) return openPostgresql(databaseUrl, hold);
  return openEmbedded(dataDirectory === ':memory:' ? undefined : dataDirectory);
}

/**
 * Says early, before anything is made, that another platform is running on the same data directory.
 * @throws DatabaseError `database.locked`
 */
export async function refuseLockedDatabase(configuration: DatabaseConfiguration): Promise<void> {
  const { dataDirectory, databaseUrl } = configuration;
  if (databaseUrl === undefined && dataDirectory !== ':memory:') await refuseLockedDirectory(dataDirectory);
}
