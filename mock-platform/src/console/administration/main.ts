import type { Kysely } from 'kysely';
import { openDatabase } from '../../database/open-database.ts';
import { openKeyFolder } from '../../server/key-folder.ts';
import { officials, usage } from './command.ts';

const args = process.argv.slice(2);

if (args.includes('--help')) console.info(usage);
else {
  try {
    const said = await officials(args, async (data, work) => {
      const dataDirectory = data ?? process.env.CHANOMA_DATA ?? 'data';
      const database = await openDatabase({ dataDirectory, databaseUrl: process.env.DATABASE_URL });
      const tables = <T>() => database.kysely as unknown as Kysely<T>;
      return work({ tables, clock: () => new Date(), keys: openKeyFolder(dataDirectory) }).finally(() =>
        database.close(),
      );
    });
    console.info(said);
  } catch (error) {
    console.error(error instanceof Error ? `${error.message}\n\n${usage}` : error);
    process.exitCode = 2;
  }
}
