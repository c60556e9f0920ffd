import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { DatabaseError } from '../../database/errors.ts';
import { openDatabase } from '../../database/open-database.ts';
import { openKeyFolder } from '../../server/key-folder.ts';
import { healthCommand, type Surroundings } from './run.ts';
import { usage } from './usage.ts';

const open: Surroundings['open'] = async (data, work) => {
  const dataDirectory = data ?? process.env.CHANOMA_DATA ?? 'data';
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl === undefined && !existsSync(join(dataDirectory, 'database')))
    throw new RangeError(`--data: there is no database in "${dataDirectory}".`);
  const database = await openDatabase({ dataDirectory, databaseUrl });
  const tables = <T>() => database.kysely as unknown as Kysely<T>;
  return work({ tables, clock: () => new Date(), keys: openKeyFolder(dataDirectory) }).finally(() =>
    database.close(),
  );
};

const args = process.argv.slice(2);
if (args.includes('--help')) console.info(usage);
else {
  try {
    process.exitCode = await healthCommand(args, { open, say: console.info, progress: console.error });
  } catch (error) {
    const mistake = error instanceof RangeError || error instanceof TypeError;
    const known = mistake || error instanceof DatabaseError || (error instanceof Error && 'syscall' in error);
    console.error(known ? (error as Error).message : error);
    if (mistake) console.error(`\n${usage}`);
    process.exitCode = 2;
  }
}
