import { existsSync } from 'node:fs';
import { DatabaseError } from '../../database/errors.ts';
import { type DatabaseOptions, readDatabaseOptions, usage } from './command-line.ts';
import { runDatabaseCommand } from './run.ts';

const progressMilliseconds = 1000;

function options(): DatabaseOptions | undefined {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.length === 0) {
    console.info(usage);
    return undefined;
  }
  return readDatabaseOptions(args, process.env);
}

let shownAt = Date.now();

try {
  const asked = options();
  const databaseUrl = process.env.DATABASE_URL;
  if (asked !== undefined) {
    const makes = asked.run.command === 'import' || asked.run.command.startsWith('migrate');
    if (databaseUrl === undefined && !makes && !existsSync(asked.data)) {
      throw new RangeError(`There is no data directory "${asked.data}".`);
    }
    await runDatabaseCommand(asked, databaseUrl, {
      say: (line) => console.info(line),
      progress: (table, rows) => {
        if (Date.now() - shownAt < progressMilliseconds) return;
        shownAt = Date.now();
        console.error(`… ${table}: ${rows} rows`);
      },
    });
  }
} catch (error) {
  if (error instanceof DatabaseError) console.error(`${error.code}: ${error.message}`);
  else if (error instanceof RangeError || error instanceof TypeError)
    console.error(`${error.message}\n\n${usage}`);
  else console.error(error);
  process.exitCode = 1;
}
