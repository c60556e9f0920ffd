import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administration } from '../../../mock-platform/src/identity/administration/command.ts';
import { rotateMasterKey } from '../../../mock-platform/src/identity/facts/rotate.ts';
import { SealBroken, seal, unseal } from '../../../mock-platform/src/identity/facts/seal.ts';
import { readFacts } from '../../../mock-platform/src/identity/facts/store.ts';
import { retention } from '../../../mock-platform/src/identity/retention/periods.ts';
import { purgeLongLived, purgeShortLived } from '../../../mock-platform/src/identity/retention/purge.ts';
import { openKeyFolder } from '../../../mock-platform/src/server/key-folder.ts';
import { operatorsOf } from '../../../mock-platform/src/server/modules.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { enrolAt } from './tap.ts';

const isamu = {
  name: '若葉 いさむ',
  address: 'ひより町川上九丁目',
  birthDate: '1941-02-18',
  gender: '1',
} as const;

let scene: Scene;
let box: TestBox;
let person: string;

beforeAll(async () => {
  scene = await Scene.open();
  box = await scene.box('hana');
  const [card, other] = await Promise.all([
    scene.issueQuickly({ cardName: 'isamu', ...isamu, sex: 'male' }),
    scene.issueQuickly({ cardName: 'seeded' }),
  ]);
  const staff = await Staff.of(scene.platform, 'hiyori-cable');
  await enrolAt(box, card, await staff.open(box.id, { expected: isamu }));
  await staff.open(box.id, { expected: isamu });
  await scene.enrol(other, 'hana', { facts: isamu });
  ({ person } = await scene.tables
    .selectFrom('identity.certificate')
    .select('person')
    .where('serial', '=', card.authentication.serial)
    .executeTakeFirstOrThrow());
}, 60_000);
afterAll(() => scene?.close());

const factsOf = (who: string) => readFacts(scene.own, scene.platform.context, who);
/** Of the other person, whose facts nothing spoils. */
async function enrolledFacts() {
  const other = await scene.tables
    .selectFrom('identity.person_key')
    .select('person')
    .where('person', '!=', person)
    .executeTakeFirstOrThrow();
  return factsOf(other.person);
}
const masters = () =>
  readdirSync(join(scene.platform.context.configuration.dataDirectory, 'keys')).filter((name) =>
    name.startsWith('facts-master-'),
  );

describe('The four facts', () => {
  it('are read again, and stand nowhere in the files of the database', async () => {
    expect(await factsOf(person)).toEqual(isamu);
    await sql`checkpoint`.execute(scene.tables);
    const folder = join(scene.platform.context.configuration.dataDirectory, 'database');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const plain = ['若葉', 'いさむ', '川上九丁目', isamu.birthDate, '19410218'].map((text) =>
      Buffer.from(text),
    );
    const found = files.filter((file) => {
      const content = readFileSync(join(file.parentPath, file.name));
      return plain.some((text) => content.includes(text));
    });
    expect(files.length).toBeGreaterThan(100);
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  it('open only where they belong', async () => {
    const key = new Uint8Array(32);
    const sealed = seal(key, 'here', Buffer.from('若葉'));
    expect(unseal(key, 'here', sealed).toString()).toBe('若葉');
    expect(() => unseal(key, 'there', sealed)).toThrow(SealBroken);
    expect(() => unseal(new Uint8Array(32).fill(1), 'here', sealed)).toThrow(SealBroken);
    expect(() => unseal(key, 'here', sealed.slice(0, 20))).toThrow(SealBroken);
    await sql`update identity.fact set sealed = (select sealed from identity.fact as other
      where other.person = fact.person and other.field = 'name') where person = ${person} and field = 'address'`.execute(
      scene.tables,
    );
    await expect(factsOf(person)).rejects.toThrow(SealBroken);
  });

  it('stay readable when the master key is replaced; the old one is thrown away', async () => {
    const [before] = masters();
    expect(await rotateMasterKey(scene.platform.context)).toBe(2);
    expect(masters()).toHaveLength(1);
    expect(masters()[0]).not.toBe(before);
    expect(await enrolledFacts()).toEqual(isamu);
    expect(await scene.lastAudit()).toEqual({ kind: 'master-key.rotated', count: 2 });
  });
});

describe('The command for administrators', () => {
  const ask = (...args: string[]) =>
    administration(args, async (_data, work) => work(scene.platform.context), operatorsOf);

  it('replaces the master key; two replacements at once lose nothing', async () => {
    const said = await Promise.all([ask('rotate-key'), rotateMasterKey(scene.platform.context)]);
    expect(said).toEqual(['data keys wrapped anew: 2', 2]);
    expect(masters()).toHaveLength(1);
    expect(await enrolledFacts()).toEqual(isamu);
  });

  it('says so when the key folder is of another database, and makes no key in its place', async () => {
    const { tables, clock } = scene.platform.context;
    const keys = openKeyFolder(':memory:');
    const elsewhere = administration(
      ['rotate-key'],
      async (_data, work) => work({ tables, clock, keys }),
      operatorsOf,
    );
    await expect(elsewhere).rejects.toThrow('not the folder that belongs to this database');
    expect(await enrolledFacts()).toEqual(isamu);
  });

  it('gives a member of staff a token, which is in the audit record by name only', async () => {
    const token = await ask('staff-token', '--operator', 'hiyori-cable', '--staff', 'sato', '--hours', '8');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${scene.platform.url}/identity/staff/applications`, { headers });
    expect(answer.status).toBe(200);
    const entry = await scene.lastAudit();
    expect(entry).toEqual({ kind: 'staff.token-issued', operator: 'hiyori-cable', staff: 'sato', hours: 8 });
  });

  it.each([
    [['staff-token', '--operator', 'hiyori-cable'], '--operator and --staff'],
    [['staff-token', '--operator', 'a', '--staff', 'b', '--hours', '99'], '--hours: 1 to 24.'],
    [['rotate'], 'staff-token or rotate-key?'],
  ])('explains a mistake: %s', async (args, message) => {
    await expect(ask(...args)).rejects.toThrow(message);
  });
});

describe('Retention', () => {
  const count = async (table: 'challenge' | 'login_result' | 'application' | 'person' | 'pin_use') => {
    const { found } = await scene.tables
      .selectFrom(`identity.${table}`)
      .select((of) => of.fn.countAll<number>().as('found'))
      .executeTakeFirstOrThrow();
    return found;
  };

  it('forgets challenges after minutes, applications after a quarter, persons a year after they left', async () => {
    expect(await count('challenge')).toBeGreaterThan(0);
    scene.offsetMs = 11 * 60_000;
    await purgeShortLived(scene.platform.context);
    expect(await count('challenge')).toBe(0);

    scene.offsetMs = 2 * 86_400_000;
    await purgeLongLived(scene.platform.context);
    const open = await scene.tables.selectFrom('identity.application').select(['state', 'sealed']).execute();
    expect(open.map(({ state }) => state).sort()).toEqual(['enrolled', 'expired']);
    expect(open.every(({ sealed }) => sealed === '')).toBe(true);
    scene.offsetMs += retention.application + 1000;
    await purgeLongLived(scene.platform.context);
    expect(await count('application')).toBe(0);

    await sql`update identity.household_member set to_at = ${scene.platform.context.clock()}
      where person = ${person}`.execute(scene.tables);
    expect(await purgeLongLived(scene.platform.context)).toBe(0);
    scene.offsetMs += retention.person + 1000;
    expect(await purgeLongLived(scene.platform.context)).toBe(1);
    expect(await count('person')).toBe(1);
    expect(await scene.lastAudit()).toMatchObject({ kind: 'person.erased', by: 'retention' });
  });
});
