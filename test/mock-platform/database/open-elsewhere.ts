/** Another process that holds a data directory until it is killed, with one row committed. */
import { sql } from 'kysely';
import { openDatabase } from '../../../mock-platform/src/database/open-database.ts';

const database = await openDatabase({ dataDirectory: process.argv[2]! });
await sql`insert into kept values (8)`.execute(database.kysely);
console.info('ready');
setInterval(() => undefined, 1000);
