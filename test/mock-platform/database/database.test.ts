import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MigratedModule, migrateToLatest } from '../../../mock-platform/src/database/migrate.ts';
import { type Database, openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { coreModules } from '../core-modules.ts';
import { freshDatabase } from '../database.ts';
import { prepareDataDirectory } from '../database-template.ts';
import { withPostgres } from '../postgres.ts';

const trial: MigratedModule = {
  name: 'trial',
  migrations: {
    '001-rows': {
      async up(database) {
        await sql`create table trial.row (id int primary key, big bigint, bytes bytea, at timestamptz, day date,
          amount numeric, content jsonb, span tstzrange, flag boolean,
          exclude using gist (id with =, span with &&))`.execute(database);
      },
    },
  },
};
interface Tables {
  'trial.row': {
    id: number;
    big?: number;
    bytes?: Uint8Array;
    at?: Date;
    day?: string;
    amount?: string;
    content?: string;
    flag?: boolean;
  };
}

function behavesAlike(open: () => Promise<Database>): void {
  let database: Database;
  let tables: Kysely<Tables>;
  beforeAll(async () => {
    database = await open();
    tables = database.kysely as unknown as Kysely<Tables>;
  });
  afterAll(() => database.close());

  it('gives the same JavaScript types', async () => {
    const at = new Date('2026-11-20T18:42:00.123Z');
    await tables
      .insertInto('trial.row')
      .values({
        id: 1,
        big: 2 ** 40,
        bytes: new Uint8Array([0, 255]),
        at,
        day: '1944-02-29',
        amount: '12.50',
        content: JSON.stringify({ list: ['山手'] }),
        flag: true,
      })
      .execute();
    const row = await tables
      .selectFrom('trial.row')
      .selectAll()
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      big: 2 ** 40,
      at,
      day: '1944-02-29',
      amount: '12.50',
      content: { list: ['山手'] },
      flag: true,
    });
    expect(row.bytes).toBeInstanceOf(Uint8Array);
    expect([...row.bytes!]).toEqual([0, 255]);
  });

  it('counts rows that a statement changed', async () => {
    await tables
      .insertInto('trial.row')
      .values([{ id: 21 }, { id: 22 }])
      .execute();
    const result = await tables
      .updateTable('trial.row')
      .set({ flag: false })
      .where('id', '>', 20)
      .executeTakeFirst();
    expect(result.numUpdatedRows).toBe(2n);
    const deleted = await tables.deleteFrom('trial.row').where('id', '>', 20).executeTakeFirst();
    expect(deleted.numDeletedRows).toBe(2n);
  });

  it('names the fault of a refused statement by SQLSTATE and constraint', async () => {
    await tables.insertInto('trial.row').values({ id: 30 }).execute();
    await expect(tables.insertInto('trial.row').values({ id: 30 }).execute()).rejects.toMatchObject({
      code: '23505',
      constraint: 'row_pkey',
    });
  });

  it('takes back everything of a failed transaction and goes on', async () => {
    await expect(
      tables.transaction().execute(async (transaction) => {
        await transaction.insertInto('trial.row').values({ id: 40 }).execute();
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await tables.selectFrom('trial.row').selectAll().where('id', '=', 40).execute()).toEqual([]);
  });

  it('keeps transactions of many callers apart', async () => {
    await tables.insertInto('trial.row').values({ id: 50, big: 0 }).execute();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        tables.transaction().execute(async (transaction) => {
          const { big } = await transaction
            .selectFrom('trial.row')
            .select('big')
            .where('id', '=', 50)
            .forUpdate()
            .executeTakeFirstOrThrow();
          await transaction
            .updateTable('trial.row')
            .set({ big: big! + 1 })
            .where('id', '=', 50)
            .execute();
        }),
      ),
    );
    const row = await tables.selectFrom('trial.row').select('big').where('id', '=', 50).executeTakeFirst();
    expect(row?.big).toBe(20);
  });

  it('wakes listeners', async () => {
    const woken = new Promise<void>((wake) => void database.listen('trial', wake).then(() => ring()));
    const ring = () => sql`select pg_notify('trial', '')`.execute(database.kysely);
    await woken;
  });

  it('takes the migrations of all modules, once, each in its own schema', async () => {
    await migrateToLatest(database.kysely, [trial, ...coreModules]);
    await migrateToLatest(database.kysely, [trial, ...coreModules]);
    const { rows } = await sql<{ schema: string }>`
      select distinct table_schema as schema from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema', 'public')`.execute(database.kysely);
    expect(rows.map(({ schema }) => schema)).toEqual(
      expect.arrayContaining(['alerts', 'boxes', 'console', 'notices', 'town', 'trial']),
    );
  });

  it('takes nothing of a batch with a broken migration', async () => {
    const broken: MigratedModule = {
      name: 'broken',
      migrations: {
        '001-good': {
          up: async (handle) => void (await sql`create table broken.good (id int)`.execute(handle)),
        },
        '002-bad': {
          up: async (handle) => void (await sql`create tabel broken.bad (id int)`.execute(handle)),
        },
      },
    };
    await expect(migrateToLatest(database.kysely, [trial, ...coreModules, broken])).rejects.toThrow('tabel');
    const { rows } = await sql`select 1 from information_schema.tables where table_schema = 'broken'`.execute(
      database.kysely,
    );
    expect(rows).toEqual([]);
  });
}

describe('The embedded database', () => behavesAlike(() => freshDatabase([trial])));

withPostgres('A PostgreSQL server', (server) =>
  behavesAlike(async () => {
    const databaseUrl = await server().freshDatabase();
    const database = await openDatabase({ dataDirectory: ':memory:', databaseUrl });
    await migrateToLatest(database.kysely, [trial]);
    return database;
  }),
);

describe('A data directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'chanoma-data-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const openElsewhere = new URL('./open-elsewhere.ts', import.meta.url).pathname;

  it('is held by one process alone, keeps what was committed, and is free after a kill', async () => {
    await prepareDataDirectory(directory);
    chmodSync(join(directory, 'database'), 0o755);
    const first = await openDatabase({ dataDirectory: directory });
    await sql`create table kept (id int)`.execute(first.kysely);
    await sql`insert into kept values (7)`.execute(first.kysely);
    await expect(openDatabase({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'database.locked',
      message: expect.stringContaining('is in use'),
    });
    await first.close();

    const child = spawn(process.execPath, ['--import', 'tsx', openElsewhere, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready) => child.stdout.once('data', ready));
    await expect(openDatabase({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'database.locked',
    });
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;

    const again = await openDatabase({ dataDirectory: directory });
    const { rows } = await sql<{ id: number }>`select id from kept order by id`.execute(again.kysely);
    expect(rows).toEqual([{ id: 7 }, { id: 8 }]);
    await again.close();
  });

  it('is readable by its owner only', () => {
    expect(statSync(join(directory, 'database')).mode & 0o077).toBe(0);
  });
});
