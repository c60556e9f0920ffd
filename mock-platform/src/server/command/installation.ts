import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openDatabase } from '../../database/open-database.ts';
import type { Clock } from '../context.ts';
import { type KeyFolder, openKeyFolder } from '../key-folder.ts';

/** What a command of an operator works on, without a running platform. */
export interface Installation {
  tables<T>(): Kysely<T>;
  clock: Clock;
  keys: KeyFolder;
}

/** Option of every such command. */
export const dataOption = `  --data DIR      data directory (CHANOMA_DATA, otherwise "data"); the platform that uses its embedded database
                  must not run. DATABASE_URL takes a PostgreSQL server instead`;

/** Opens an installation for one command; tests give their own. */
export type OpenInstallation = <T>(
  data: string | undefined,
  work: (installation: Installation) => Promise<T>,
) => Promise<T>;

/**
 * Opens an installation for one command, and closes it afterwards.
 * @throws RangeError when there is none; DatabaseError `database.locked`
 */
export const withInstallation: OpenInstallation = async (data, work) => {
  const dataDirectory = data ?? process.env.CHANOMA_DATA ?? 'data';
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl === undefined && !existsSync(join(dataDirectory, 'database'))) {
    throw new RangeError(`--data: there is no database in "${dataDirectory}".`);
  }
  const database = await openDatabase({ dataDirectory, databaseUrl });
  try {
    return await work({
      tables: <T>() => database.kysely as unknown as Kysely<T>,
      clock: () => new Date(),
      keys: openKeyFolder(dataDirectory),
    });
  } finally {
    await database.close();
  }
};
