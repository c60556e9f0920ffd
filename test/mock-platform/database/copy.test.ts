import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive, writeArchive } from '../../../mock-platform/src/database/copy/archive.ts';
import { RowSum } from '../../../mock-platform/src/database/copy/checksum.ts';
import { loadCopy } from '../../../mock-platform/src/database/copy/load.ts';
import { withSnapshot } from '../../../mock-platform/src/database/copy/snapshot.ts';
import { nameOf, type TableSum } from '../../../mock-platform/src/database/copy/source.ts';
import {
  type MigratedModule,
  migrateDown,
  migrateModuleTo,
  migrateToLatest,
  migrationStatus,
} from '../../../mock-platform/src/database/migrate.ts';
import { type Database, maintain, openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { knownModules } from '../../../mock-platform/src/operations/database/known-modules.ts';
import { temporaryDataDirectory } from '../database-template.ts';
import { withPostgres } from '../postgres.ts';
import { seededDatabase } from './seeded.ts';

/** Every kind of column that could be copied wrongly. */
const oddities: MigratedModule = {
  name: 'oddities',
  migrations: {
    '001-types': {
      async up(database) {
        await sql`create table oddities."Odd ""name""" (
          id bigint generated always as identity primary key,
          parent bigint references oddities."Odd ""name""",
          big bigint, bytes bytea, at timestamptz, plain timestamp, day date, amount numeric(30, 10), real double precision,
          content jsonb, exact json, words text[], span tstzrange, while_ interval, flag boolean, code char(4),
          twice bigint generated always as (big * 2) stored,
          constraint apart exclude using gist (code with =, span with &&)
        )`.execute(database);
        await sql`create function oddities.refuse() returns trigger language plpgsql as
          $$ begin raise exception 'append only'; end $$`.execute(database);
        await sql`create trigger kept before update or delete or truncate on oddities."Odd ""name"""
          for each statement execute function oddities.refuse()`.execute(database);
      },
      async down(database) {
        await sql`drop table oddities."Odd ""name"""`.execute(database);
        await sql`drop function oddities.refuse`.execute(database);
      },
    },
  },
};
const modules = [...knownModules, oddities];

async function fillOddities(database: Kysely<unknown>): Promise<void> {
  await sql`insert into oddities."Odd ""name""" (parent, big, bytes, at, plain, day, amount, real, content, exact, words,
      span, while_, flag, code)
    values
      (2, 9007199254740993, '\\x00ff0a5c', '2026-11-20 18:42:00.123456+09', '2026-02-28 23:59:59.999999', '0045-02-29 BC',
        12345678901234567890.0123456789, 0.1, '{"b": [1.10, "山\\n\\"手"], "a": null}', '{"b":1,  "a":2}',
        array['a,b', 'quote "', null, E'back\\\\slash', ''], '[2026-01-01 00:00+09,2026-01-02 00:00+09)', '1 mon -2 days', true, 'ab'),
      (null, null, null, 'infinity', null, null, 'NaN', 'NaN', 'null', null, '{}', 'empty', '-00:00:01', false, null)
  `.execute(database);
}

function sumsOf(database: Kysely<unknown>): Promise<TableSum[]> {
  return withSnapshot(database, async (source) => {
    const sums: TableSum[] = [];
    for (const table of source.tables) {
      const sum = new RowSum();
      for await (const rows of source.rows(table)) sum.add(rows);
      sums.push(sum.of(table));
    }
    return sums;
  });
}

const ephemeral = ['boxes.hub', 'boxes.presence'];

withPostgres('The data of a whole platform', (server) => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-copy-'));
  const archive = join(folder, 'archive');
  let origin: Database;
  let embedded: Database;
  let sums: TableSum[];
  const closing: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];

  const open = async (): Promise<Database> => {
    const database = await openDatabase({
      dataDirectory: '',
      databaseUrl: await server().freshDatabase(),
    });
    closing.push(() => database.close());
    return database;
  };

  beforeAll(async () => {
    const seeded = await seededDatabase(await server().freshDatabase());
    closing.push(seeded.close);
    origin = seeded.database;
    await migrateToLatest(origin.kysely, modules);
    await fillOddities(origin.kysely);
    const { directory, remove } = await temporaryDataDirectory();
    embedded = await openDatabase({ dataDirectory: directory });
    closing.push(remove, () => embedded.close());
    sums = await sumsOf(origin.kysely);
  });
  afterAll(async () => {
    for (const step of closing.reverse()) await step();
  });

  it('goes into an archive that only its owner reads', async () => {
    const written = await withSnapshot(origin.kysely, (source) => writeArchive(archive, source));
    expect(written).toEqual(sums);
    expect(written.filter(({ rows }) => rows > 0).length).toBeGreaterThan(15);
    for (const file of ['.', ...readdirSync(archive)])
      expect(statSync(join(archive, file)).mode & 0o077, file).toBe(0);
    await expect(
      withSnapshot(origin.kysely, (source) => writeArchive(archive, source)),
    ).rejects.toMatchObject({
      code: 'copy.target-not-empty',
    });
  });

  it('comes back from it into an embedded database, and goes on from there', async () => {
    const compared = await loadCopy(embedded.kysely, modules, readArchive(archive));
    expect(compared.map(({ target }) => target)).toEqual(sums);
    const { rows } = await sql<{ id: number; twice: number | null }>`
      insert into oddities."Odd ""name""" (big) values (21) returning id, twice`.execute(embedded.kysely);
    expect(rows).toEqual([{ id: 3, twice: 42 }]);
    await expect(sql`delete from oddities."Odd ""name"""`.execute(embedded.kysely)).rejects.toThrow(
      'append only',
    );
    await expect(
      sql`insert into oddities."Odd ""name""" (parent) values (99)`.execute(embedded.kysely),
    ).rejects.toMatchObject({ code: '23503' });
  });

  it('moves from the embedded database to a server', async () => {
    const target = await open();
    const before = await sumsOf(embedded.kysely);
    await withSnapshot(embedded.kysely, (source) => loadCopy(target.kysely, modules, source));
    expect(await sumsOf(target.kysely)).toEqual(before);
  });

  it('never goes over other data unless that is asked for', async () => {
    const again = () => loadCopy(embedded.kysely, modules, readArchive(archive));
    await expect(again()).rejects.toMatchObject({
      code: 'copy.target-not-empty',
      message: expect.stringContaining('health.resource'),
    });
    await loadCopy(embedded.kysely, modules, readArchive(archive), { replace: true });
    expect(await sumsOf(embedded.kysely)).toEqual(sums);
  });

  it('is not taken from an archive that was changed, cut off or made by a newer program', async () => {
    const target = await open();
    const path = join(archive, 'health.resource.jsonl.gz');
    const good = readFileSync(path);
    const text = gunzipSync(good).toString();
    const bad = [
      gzipSync(text.replace('Observation', 'Obzervation')),
      gzipSync(text.slice(0, -9)),
      good.subarray(0, 900),
    ];
    for (const content of bad) {
      writeFileSync(path, content);
      await expect(loadCopy(target.kysely, modules, readArchive(archive))).rejects.toMatchObject({
        code: 'copy.unreadable',
      });
    }
    writeFileSync(path, good);
    const older = modules.filter(({ name }) => name !== 'oddities');
    await expect(loadCopy(target.kysely, older, readArchive(archive))).rejects.toMatchObject({
      code: 'database.unknown-migration',
    });
    expect((await sumsOf(target.kysely)).filter(({ rows }) => rows > 0)).toEqual([]);
    expect(() => readArchive(folder)).toThrow('no finished copy');
  });

  describe.each([
    ['a PostgreSQL server', () => origin.kysely],
    ['the embedded database', () => embedded.kysely],
  ])('goes through the migrations of %s', (_name, database) => {
    it('a step back and forth loses nothing that the step before had room for', async () => {
      const kept = async () => {
        const names = (await sumsOf(database())).map(({ name, rows }) => [name, rows] as const);
        return new Map(names.filter(([name]) => !ephemeral.includes(name)));
      };
      for (const { module, applied } of await migrationStatus(database(), modules)) {
        const [newest, before] = [...applied].reverse();
        if (newest === undefined || before === undefined) continue;
        const rows = await kept();
        await migrateModuleTo(database(), modules, before);
        const between = new Set((await sumsOf(database())).map(({ name }) => name));
        await migrateModuleTo(database(), modules, newest);
        const after = await kept();
        for (const name of between)
          expect(after.get(name), `${name} after ${module}: ${newest}`).toBe(rows.get(name));
      }
    });

    it('down to nothing and up again, the tables are the same', async () => {
      const shapes = () => withSnapshot(database(), async ({ tables }) => tables);
      const before = await shapes();
      await migrateDown(database(), modules, () => true);
      expect(await shapes()).toEqual([]);
      const { rows } = await sql<{
        schema: string;
      }>`select schema_name as schema from information_schema.schemata
        where schema_name = any(${modules.map(({ name }) => name)})`.execute(database());
      expect(rows).toEqual([]);
      await migrateToLatest(database(), modules);
      expect((await shapes()).map(nameOf)).toEqual(before.map(nameOf));
      await migrateDown(database(), modules, (name) => name.startsWith('booking/'));
      await migrateToLatest(database(), modules);
      expect(await shapes()).toEqual(await shapes());
    });
  });

  it('has a way back for every migration', () => {
    const without = modules.flatMap(({ name, migrations }) =>
      Object.entries(migrations).flatMap(([one, { down }]) => (down ? [] : [`${name}/${one}`])),
    );
    expect(without).toEqual([]);
  });
});

describe('Maintenance of the embedded database', () => {
  it('lets the room of changed rows be used again', async () => {
    const { directory, remove } = await temporaryDataDirectory();
    const { kysely, close } = await openDatabase({ dataDirectory: directory });
    await sql`create table busy as select n, repeat('x', 500) as text from generate_series(1, 2000) as n`.execute(
      kysely,
    );
    const change = async (): Promise<number> => {
      await sql`update busy set n = n + 1`.execute(kysely);
      await maintain(kysely);
      const { rows } = await sql<{ size: number }>`select pg_relation_size('busy') as size`.execute(kysely);
      return rows[0]!.size;
    };
    const first = await change();
    for (let round = 0; round < 4; round += 1) await change();
    expect(await change()).toBeLessThan(first * 1.5);
    await close();
    remove();
  });
});
