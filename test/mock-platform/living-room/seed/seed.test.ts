import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificationModule, openCertification } from '../../../../mock-platform/src/certification/index.ts';
import { officialsOf } from '../../../../mock-platform/src/console/officials.ts';
import { type Database, openDatabase } from '../../../../mock-platform/src/database/open-database.ts';
import { searchRecords } from '../../../../mock-platform/src/health/store.ts';
import type { HealthTables } from '../../../../mock-platform/src/health/tables.ts';
import { identityOf } from '../../../../mock-platform/src/living-room/seed/card-files.ts';
import { otherCards } from '../../../../mock-platform/src/living-room/seed/other-cards.ts';
import { roomCards } from '../../../../mock-platform/src/living-room/seed/room-data.ts';
import {
  type SeededWorld,
  seedModule,
  seedWorld,
} from '../../../../mock-platform/src/living-room/seed/seed.ts';
import { publicNotices } from '../../../../mock-platform/src/notices/public-notices.ts';
import { CardFile } from '../../../../mock-platform/src/protocol/card-reader.ts';
import type { PlatformContext } from '../../../../mock-platform/src/server/context.ts';
import { productionModules } from '../../../../mock-platform/src/server/modules.ts';
import { type RunningPlatform, startPlatform } from '../../../../mock-platform/src/server/platform.ts';
import { residentsOf } from '../../../../mock-platform/src/town/register.ts';
import { prepareDataDirectory } from '../../database-template.ts';
import { withPostgres } from '../../postgres.ts';

const now = new Date('2026-11-20T18:30:00+09:00');
const modules = [...productionModules, certificationModule, seedModule];

/** Rows of a filled platform. */
const filled = {
  'identity.person': 9,
  'town.household': 4,
  'town.resident': 12,
  'seed.world': 1,
  'notices.notice': 5,
  'booking.room': 7,
  'health.resource': 895,
};

let folder: string;
let database: Database;
let platform: RunningPlatform;
let world: SeededWorld;
let time = now;

/** Starts a platform on the same data; a fault lets a start end in the middle of the seeding. */
async function start(fault?: (context: PlatformContext) => PlatformContext): Promise<void> {
  platform = await startPlatform(
    {
      port: 0,
      dataDirectory: folder,
      databaseUrl: undefined,
      profile: 'trial',
      demo: true,
      publicUrl: 'http://localhost:0',
      certificationUrl: 'http://localhost:0/certification',
    },
    {
      modules,
      database,
      clock: () => time,
      logLevel: 'silent',
      prepare: async (context) => {
        world = await seedWorld(fault?.(context) ?? context);
      },
    },
  );
}

/** How many rows every table of the modules holds. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('boxes', 'town', 'notices', 'console', 'health', 'booking', 'seed', 'identity')
    order by 1`.execute(database.kysely);
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await sql<{
      count: number;
    }>`select count(*) as count from ${sql.table(name)}`.execute(database.kysely);
    counts[name] = counted[0]?.count ?? 0;
  }
  return counts;
}

const card = (name: string) =>
  CardFile.parse(JSON.parse(readFileSync(join(folder, 'cards', `${name}.json`), 'utf8')));
const certificateOf = (name: string) =>
  new X509Certificate(Buffer.from(card(name).authentication?.certificate ?? '', 'base64'));

/** Everything that seeding writes to disk, by name. */
function filesOf(...folders: string[]): Record<string, string> {
  const files = folders.flatMap((name) =>
    existsSync(join(folder, name)) ? readdirSync(join(folder, name)).map((file) => join(name, file)) : [],
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chanoma-seed-'));
  await prepareDataDirectory(folder);
  database = await openDatabase({ dataDirectory: folder });
  // The first start breaks off three times, each time later.
  for (const schema of ['town.', 'health.', 'seed.']) {
    const broken = (context: PlatformContext): PlatformContext => ({
      ...context,
      tables: <T>() =>
        context.tables<T>().withPlugin({
          transformQuery: ({ node }) => {
            const isWrite = node.kind === 'InsertQueryNode' || node.kind === 'DeleteQueryNode';
            if (isWrite && JSON.stringify(node).includes(schema.slice(0, -1))) throw new Error('power cut');
            return node;
          },
          transformResult: async ({ result }) => result,
        }),
    });
    await expect(start(broken)).rejects.toThrow('power cut');
  }
  await start();
}, 120_000);

afterAll(async () => {
  await platform.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('the cards', () => {
  it('are those of the living room, for their owner only', () => {
    const files = readdirSync(join(folder, 'cards')).sort();
    expect(files).toEqual(
      roomCards(now)
        .map(({ name }) => `${name}.json`)
        .sort(),
    );
    expect(statSync(join(folder, 'cards')).mode & 0o777).toBe(0o700);
    for (const file of files) expect(statSync(join(folder, 'cards', file)).mode & 0o777).toBe(0o600);
  });

  it('have the faults of the story', async () => {
    expect(card('hana')).toMatchObject({
      pins: { authentication: { value: '1234', triesLeft: 3 } },
      surface: { birthDate: '190503' },
    });
    expect(card('hana').signature).toBeDefined();
    expect(card('yui').signature).toBeUndefined();
    expect(card('yoshiko').pins?.authentication.triesLeft).toBe(0);
    expect(new Date(certificateOf('takeshi').validTo) < now).toBe(true);
    expect(new Date(certificateOf('hana').validTo) > now).toBe(true);
    expect(card('old-resident-card')).toMatchObject({ kind: 'resident-card' });
    expect(card('transit')).toMatchObject({ kind: 'transit-card' });
    expect(card('damaged')).toMatchObject({ kind: 'damaged-card', misbehaviour: { mute: 'reset' } });
    for (const { name } of otherCards) expect(card(name).authentication).toBeUndefined();
    const { revocationList } = await openCertification(folder, () => now);
    const revoked = revocationList('authentication', '990019').toString('hex');
    const serial = (name: string) => certificateOf(name).serialNumber.toLowerCase();
    expect(revoked).toContain(serial('fumi'));
    expect(revoked).not.toContain(serial('hana'));
  });
});

describe('what is read off a card file', () => {
  it('is what its issuer says', async () => {
    const { issueCard } = await openCertification(folder, () => now);
    const issued = await issueCard({
      municipality: '990019',
      name: '田中 みどり',
      address: 'ひより町南1番地',
      birthDate: '1989-01-08',
      sex: 'female',
      withSignature: false,
      issuedAt: now,
      cardName: 'midori',
    });
    const { serial, issuerKey } = issued.authentication;
    const { surfacePublicKey } = issued;
    expect(identityOf(issued.file)).toEqual({ serial, issuerKey, surfacePublicKey, birthDate: '010108' });
  });
});

describe('the towns', () => {
  it('know the residents of a household under the names the boxes get', async () => {
    const { context } = platform;
    const home = context.pairwise('town', 'hana');
    const residents = await residentsOf(context, '990019', [home]);
    expect(residents.map(({ fullName }) => fullName)).toEqual([
      '若葉 はな',
      '若葉 いさむ',
      '若葉 ゆい',
      '若葉 ふみ',
      '若葉 たけし',
    ]);
    expect(await residentsOf(context, '990027', [home])).toEqual([]);
    expect((await officialsOf(context, '990027')).map(({ name }) => name)).toEqual([
      '林 あゆみ',
      '森 ひかる',
    ]);
  });

  it('have news, and nobody knows まこと', async () => {
    const news = await publicNotices(platform.context, '990019');
    expect(news.map(({ issuer }) => issuer)).toEqual([
      'ひより町 水道課',
      'ひより町 保健センター',
      'ひより町 交通係',
    ]);
    const { rows } = await sql<{ found: number }>`
      select count(*) as found from identity.certificate where serial = ${identityOf(card('makoto')).serial}
    `.execute(database.kysely);
    expect(rows[0]?.found).toBe(0);
  });
});

describe('what is handed to the boxes', () => {
  it('names every card of the household as the town knows its holder', async () => {
    const { context } = platform;
    expect(world.boxes.map(({ household }) => household)).toEqual(['hana', 'kenji']);
    for (const { household, enrolments } of world.boxes) {
      const residents = await residentsOf(context, '990019', [context.pairwise('town', household)]);
      expect(enrolments.map(({ subject }) => subject)).toEqual(residents.map(({ subject }) => subject));
    }
    expect(world.boxes[0]?.enrolments[0]).toMatchObject({
      serial: identityOf(card('hana')).serial,
      birthDate: '190503',
    });
    const file = join(folder, 'enrolment', 'hana.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives a new registration code whenever a box needs one', async () => {
    const box = world.boxes[0];
    const codes = [await box?.registrationCode(), await box?.registrationCode()];
    for (const code of codes) expect(code).toMatch(/^\d{8}$/);
  });
});

describe('a second start', () => {
  it('changes nothing', async () => {
    const before = { rows: await rowCounts(), files: filesOf('cards', 'enrolment') };
    expect(before.rows).toMatchObject(filled);
    await platform.close();
    time = new Date('2026-11-25T09:00:00+09:00');
    await start();
    expect({ rows: await rowCounts(), files: filesOf('cards', 'enrolment') }).toEqual(before);
  }, 60_000);

  it('offers what has not been handed over, and only that', async () => {
    expect(world.boxes.map(({ enrolments }) => enrolments.length)).toEqual([5, 3]);
    world.boxes[0]?.handedOver();
    await platform.close();
    await start();
    expect(world.boxes.map(({ enrolments }) => enrolments.length)).toEqual([0, 3]);
    expect(existsSync(join(folder, 'enrolment', 'hana.json'))).toBe(false);
  }, 60_000);

  it('refuses a data directory that does not belong to the database', async () => {
    await platform.close();
    const own = folder;
    folder = mkdtempSync(join(tmpdir(), 'chanoma-seed-'));
    try {
      await expect(start()).rejects.toThrow('--reset');
    } finally {
      rmSync(folder, { recursive: true });
      folder = own;
      await start();
    }
  }, 60_000);
});

withPostgres('on PostgreSQL', (server) => {
  it('the same world is made, and its health data is found', async () => {
    const [ownFolder, ownDatabase, ownPlatform] = [folder, database, platform];
    time = now;
    folder = mkdtempSync(join(tmpdir(), 'chanoma-seed-'));
    const databaseUrl = await server().freshDatabase();
    database = await openDatabase({ dataDirectory: folder, databaseUrl });
    try {
      await start();
      expect(await rowCounts()).toMatchObject(filled);
      const { rows } = await sql<{ subject: string }>`
        select subject from health.resource group by 1 order by count(*) desc, 1
      `.execute(database.kysely);
      const tables = platform.context.tables<HealthTables>();
      const search = { categories: ['laboratory', 'exam'], codes: [], count: 500, newestFirst: true };
      const found = await searchRecords(tables, rows[0]?.subject ?? '', 'Observation', search, [{}]);
      expect(found.total).toBe(65);
      await platform.close();
    } finally {
      await database.close();
      rmSync(folder, { recursive: true });
      [folder, database, platform] = [ownFolder, ownDatabase, ownPlatform];
    }
  }, 120_000);
});
