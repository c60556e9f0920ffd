import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Kysely } from 'kysely';
import { openDatabase } from '../../database/open-database.ts';
import { run } from '../../server/command/run.ts';
import type { IdentityTables } from '../tables.ts';
import { readVerifyOptions, usage, type VerifyOptions } from './command-line.ts';
import { exportLines } from './export.ts';
import { entriesOf, verifyChain } from './verify.ts';

async function verify(options: VerifyOptions): Promise<boolean> {
  const databaseUrl = process.env.DATABASE_URL;
  if (databaseUrl === undefined && !existsSync(join(options.data, 'database'))) {
    throw new RangeError(`--data: there is no database in "${options.data}".`);
  }
  const database = await openDatabase({ dataDirectory: options.data, databaseUrl });
  try {
    const tables = database.kysely as unknown as Kysely<IdentityTables>;
    const { count, head, broken, notedFound } = await verifyChain(tables, options, options.head);
    if (options.export !== undefined) {
      const lines = exportLines(entriesOf(tables, options), options.format);
      await pipeline(Readable.from(lines), createWriteStream(options.export, { mode: 0o600 }));
    }
    console.info(`entries ${count}\nhead ${head.seq} ${head.hash}`);
    if (broken) console.error(`broken: entry ${broken.seq} is ${broken.why}`);
    if (notedFound === false) console.error('broken: the noted head is not in the chain');
    return broken === undefined && notedFound !== false;
  } finally {
    await database.close();
  }
}

const args = process.argv.slice(2);
await run(args, usage, async () => {
  process.exitCode = (await verify(readVerifyOptions(args, process.env))) ? 0 : 1;
});
