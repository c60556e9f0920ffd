import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrateToLatest } from '../../../mock-platform/src/database/migrate.ts';
import { type Database, openDatabase } from '../../../mock-platform/src/database/open-database.ts';
import { appendWithin } from '../../../mock-platform/src/identity/audit/append.ts';
import { genesis, hashOfEntry } from '../../../mock-platform/src/identity/audit/chain.ts';
import { exportLines } from '../../../mock-platform/src/identity/audit/export.ts';
import { AuditQueue } from '../../../mock-platform/src/identity/audit/queue.ts';
import { entriesOf, verifyChain } from '../../../mock-platform/src/identity/audit/verify.ts';
import { identityMigrations } from '../../../mock-platform/src/identity/migrations.ts';
import type { IdentityTables } from '../../../mock-platform/src/identity/tables.ts';
import { temporaryDataDirectory } from '../database-template.ts';
import { withPostgres } from '../postgres.ts';

const modules = [{ name: 'identity', migrations: identityMigrations }];
const start = Date.parse('2026-11-20T00:00:00Z');
const fact = (number: number) => ({
  at: new Date(start + number * 1000),
  kind: 'login',
  record: {
    box: `box ${number}`,
    service: 'health',
    askedTier: 't1',
    allowed: number % 3 === 0,
    code: number % 3 === 0 ? 'allowed' : 'login.proof-wrong',
    pinUsedBefore: true,
    notRevoked: true,
    realCard: false,
    serial: null,
  },
});
const tablesOf = (database: Database) => database.kysely as unknown as Kysely<IdentityTables>;

async function append(tables: Kysely<IdentityTables>, from: number, to: number): Promise<void> {
  const queue = new AuditQueue(tables);
  await Promise.all(Array.from({ length: to - from }, (_, at) => queue.append(fact(from + at))));
}

let directory: string;
let remove: () => void;
let database: Database;
let tables: Kysely<IdentityTables>;

const open = async (): Promise<void> => {
  database = await openDatabase({ dataDirectory: directory });
  tables = tablesOf(database);
};
const unguarded = async (change: string): Promise<void> => {
  await sql`alter table identity.audit disable trigger all`.execute(tables);
  await sql.raw(change).execute(tables);
  await sql`alter table identity.audit enable trigger all`.execute(tables);
};

beforeAll(async () => {
  ({ directory, remove } = await temporaryDataDirectory());
  await open();
  await migrateToLatest(database.kysely, modules);
}, 60_000);
afterAll(async () => {
  await database?.close();
  remove?.();
});
beforeEach(async () => {
  await unguarded('truncate identity.audit');
  await append(tables, 0, 40);
});

describe('The chain', () => {
  it('holds every entry of a burst once, in few transactions, each hashed over the one before', async () => {
    const { count, head, broken } = await verifyChain(tables);
    expect([count, head.seq, broken]).toEqual([40, 40, undefined]);
    const rows = await tables.selectFrom('identity.audit').selectAll().orderBy('seq').execute();
    expect(rows[0]!.hash).toBe(hashOfEntry(genesis, rows[0]!));
    const { found } = await sql<{
      found: number;
    }>`select count(distinct xmin::text) as found from identity.audit`
      .execute(tables)
      .then((result) => result.rows[0]!);
    expect(found).toBeLessThan(5);
  });

  it.each([
    [
      'a record',
      `update identity.audit set record = replace(record, 'wrong', 'right') where seq = 17`,
      'changed',
      17,
    ],
    ['a time', `update identity.audit set at = at + interval '1 second' where seq = 21`, 'changed', 21],
    ['an entry taken out', 'delete from identity.audit where seq = 30', 'missing', 30],
    [
      'an entry put in',
      `insert into identity.audit select 41, at, kind, record, hash from identity.audit where seq = 40`,
      'changed',
      41,
    ],
    [
      'two entries in each other’s place',
      'update identity.audit set seq = case seq when 8 then 1009 when 9 then 1008 end where seq in (8, 9);' +
        'update identity.audit set seq = seq - 1000 where seq > 1000',
      'changed',
      8,
    ],
  ])('says where it is broken: %s', async (_what, change, why, seq) => {
    for (const statement of change.split(';')) await unguarded(statement);
    expect((await verifyChain(tables)).broken).toEqual({ seq, why });
  });

  it('cut off at its end is found out by a head that was noted', async () => {
    const { head } = await verifyChain(tables);
    await append(tables, 40, 45);
    expect(await verifyChain(tables, {}, head.hash)).toMatchObject({ count: 45, notedFound: true });
    await unguarded('delete from identity.audit where seq > 38');
    const cut = await verifyChain(tables, {}, head.hash);
    expect([cut.broken, cut.notedFound]).toEqual([undefined, false]);
  });

  it('is proven for a period, from the hash that stands before it', async () => {
    const period = { from: new Date(start + 10_000), to: new Date(start + 20_000) };
    expect(await verifyChain(tables, period)).toMatchObject({ count: 10, head: { seq: 20 } });
    await unguarded(`update identity.audit set kind = 'other' where seq = 35`);
    expect((await verifyChain(tables, period)).broken).toBeUndefined();
    await unguarded(`update identity.audit set hash = '${'0'.repeat(64)}' where seq = 10`);
    expect((await verifyChain(tables, period)).broken).toEqual({ seq: 11, why: 'changed' });
  });

  it('loses nothing but the entry that cannot be written', async () => {
    const queue = new AuditQueue(tables);
    const row = {
      hash: 'x',
      person: '00000000-0000-4000-8000-000000000000',
      household: 'nowhere',
      box: '00000000-0000-4000-8000-000000000000',
      tier: 't1' as const,
      scope: '',
      pin_until: null,
      unconfirmed: false,
      expires_at: new Date(),
    };
    const outcomes = await Promise.allSettled([
      queue.append(fact(40)),
      queue.append(fact(41), row),
      queue.append(fact(42)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await verifyChain(tables)).toMatchObject({ count: 42 });
  });
});

describe('npm run audit:verify', () => {
  const run = (...options: string[]) => {
    const main = new URL('../../../mock-platform/src/identity/audit/main.ts', import.meta.url).pathname;
    const { DATABASE_URL: _none, ...environment } = process.env;
    return spawnSync(process.execPath, ['--import', 'tsx', main, '--data', directory, ...options], {
      encoding: 'utf8',
      env: environment,
    });
  };

  it('prints count and head, exports what can be proven, and fails where the chain is broken', async () => {
    const { head } = await verifyChain(tables);
    const file = join(directory, 'audit.csv');
    await unguarded(`update identity.audit set kind = 'other' where seq = 35`);
    await database.close();
    const { status, stdout, stderr } = run(
      '--export',
      file,
      '--from',
      new Date(start + 30_000).toISOString(),
    );
    await open();
    expect([status, stderr]).toEqual([1, 'broken: entry 35 is changed\n']);
    expect(stdout).toMatch(/^entries 4\nhead 34 [0-9a-f]{64}\n$/);
    const lines = readFileSync(file, 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(new RegExp(`^40,.*,${head.hash}$`));
  });

  it('exports JSON lines with exactly the bytes that were hashed', async () => {
    const lines: string[] = [];
    for await (const line of exportLines(entriesOf(tables, {}), 'jsonl')) lines.push(line);
    let previous = genesis;
    for (const { hash, at, ...entry } of lines.map((line) => JSON.parse(line))) {
      previous = hashOfEntry(previous, { ...entry, at: new Date(at) });
      expect(previous).toBe(hash);
    }
    expect(lines).toHaveLength(40);
  });
});

describe('The migrations of identity', () => {
  it('go down and up again, and keep the record', async () => {
    const handle = database.kysely.withSchema('identity');
    const inOrder = Object.entries(identityMigrations);
    const later = inOrder.slice(1);
    const down = async (some: typeof inOrder) => {
      for (const [, { down: undo }] of [...some].reverse()) await undo!(handle);
    };
    const up = async (some: typeof inOrder) => {
      for (const [, migration] of some) await migration.up(handle);
    };
    await down(later);
    const { rows } = await sql`select * from identity.login_audit`.execute(tables);
    expect(rows).toHaveLength(40);
    await up(later);
    expect(await verifyChain(tables)).toMatchObject({ count: 40 });
    await down(inOrder);
    await up(inOrder);
  });
});

withPostgres('Several platform processes on PostgreSQL', (server) => {
  it('append to one chain at the same time', async () => {
    const url = await server().freshDatabase();
    const processes = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ dataDirectory: '', databaseUrl: url })),
    );
    await migrateToLatest(processes[0]!.kysely, modules);
    await Promise.all(
      processes.flatMap((one, at) => [
        append(tablesOf(one), at * 100, at * 100 + 50),
        ...[1, 2, 3].map((own) =>
          tablesOf(one)
            .transaction()
            .execute((transaction) => appendWithin(transaction, [fact(own)])),
        ),
      ]),
    );
    expect(await verifyChain(tablesOf(processes[0]!))).toMatchObject({ count: 159, head: { seq: 159 } });
    await Promise.all(processes.map((one) => one.close()));
  });
});
