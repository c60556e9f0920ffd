import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../../mock-platform/src/certification/index.ts';
import { auditQueue } from '../../../mock-platform/src/identity/audit/queue.ts';
import { eventFact } from '../../../mock-platform/src/identity/audit/record.ts';
import { noteChange } from '../../../mock-platform/src/identity/changes/note.ts';
import { keepConsent } from '../../../mock-platform/src/identity/consent/consents.ts';
import { readFacts } from '../../../mock-platform/src/identity/facts/store.ts';
import { keepRelyingParty } from '../../../mock-platform/src/identity/relying-parties/register.ts';
import { beginVisit } from '../../../mock-platform/src/identity/visits/visits.ts';
import type { RelyingParty } from '../../../mock-platform/src/protocol/relying-parties.ts';
import { LinkPage, type OperatorLink } from '../../../mock-platform/src/protocol/staff.ts';
import { protectedSubjects } from '../../../mock-platform/src/server/protection.ts';
import type { TestBox } from './box.ts';
import { Scene } from './scene.ts';
import { Staff } from './staff.ts';
import { enrolAt } from './tap.ts';

const facts = {
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  gender: '2',
} as const;

let scene: Scene;
let hiyori: Staff;
let miharashi: Staff;
let atHana: TestBox;
let atSachiko: TestBox;
let hana: IssuedCard;
let isamu: IssuedCard;
let people: Record<'hana' | 'isamu' | 'sachiko', string>;

beforeAll(async () => {
  scene = await Scene.open();
  [hiyori, miharashi, atHana, atSachiko] = await Promise.all([
    Staff.of(scene.platform, 'hiyori-cable'),
    Staff.of(scene.platform, 'miharashi-tv', 'mori'),
    scene.box('hana'),
    scene.box('sachiko'),
  ]);
  const [one, two, three] = await Promise.all([
    scene.issueQuickly(),
    scene.issueQuickly({ cardName: 'isamu' }),
    scene.issueQuickly({ cardName: 'sachiko', municipality: '990027' }),
  ]);
  [hana, isamu] = [one, two];
  people = {
    hana: await scene.enrol(one, 'hana', { facts }),
    isamu: await scene.enrol(two, 'hana'),
    sachiko: await scene.enrol(three, 'sachiko'),
  };
  await hiyori.post('/customers/contracts', {
    contracts: [{ household: 'hana', name: '若葉 いさむ', address: 'ひより町山手一丁目' }],
  });
}, 60_000);
afterAll(() => scene?.close());

const known = (operator: string, person: string) =>
  scene.platform.context.pairwise(`operator/${operator}`, person);
const linksOf = async (staff: Staff): Promise<OperatorLink[]> =>
  LinkPage.parse((await staff.get('/identity/staff/links')).body).links;

describe('Staff of another operator', () => {
  it('are refused at every address, with the names of the other operator and with their own', async () => {
    const application = await hiyori.open(atHana.id);
    const attempts: ['GET' | 'POST', string, unknown?][] = [];
    for (const operator of ['hiyori-cable', 'miharashi-tv']) {
      const subject = known(operator, people.hana);
      const member = `/identity/staff/households/hana/members/${subject}`;
      attempts.push(
        ['POST', `${member}/end`, { reason: 'death' }],
        ['POST', `${member}/services`, { services: [] }],
        ['POST', `${member}/protection`, { protected: true }],
        ['GET', `${member}/record`],
        ['POST', `${member}/erase`],
        ['POST', `/identity/staff/households/sachiko/members/${subject}/erase`],
        [
          'POST',
          '/identity/staff/applications',
          { box: atSachiko.id, kind: 'renewal', services: ['health'], person: subject },
        ],
        [
          'POST',
          '/identity/staff/applications',
          { box: atSachiko.id, kind: 'new', services: ['health'], guardian: subject },
        ],
      );
    }
    attempts.push(
      ['GET', '/identity/staff/households/hana/members'],
      ['POST', '/identity/staff/applications', { box: atHana.id, kind: 'new', services: ['health'] }],
      ['POST', `/identity/staff/applications/${application}/cancel`],
      ['GET', '/customers/contracts/hana'],
    );
    const answers = [];
    for (const [method, path, body] of attempts) answers.push(await miharashi.ask(method, path, body));
    expect(answers.map(({ status }) => status)).toEqual(attempts.map(() => 404));
    expect(JSON.stringify(answers)).not.toMatch(/若葉|ひより町/);
  });

  it('find nothing of the other operator in any list', async () => {
    const lists = await Promise.all([
      miharashi.get('/identity/staff/applications'),
      miharashi.get('/identity/staff/applications?household=hana'),
      miharashi.get('/identity/staff/links'),
      miharashi.get('/identity/staff/links.csv'),
      miharashi.post('/customers/contracts/match', { address: 'ひより町山手一丁目' }),
    ]);
    expect(lists.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(JSON.stringify(lists)).not.toMatch(/"hana"|hana,|若葉/);
    expect((await linksOf(miharashi)).map(({ household }) => household)).toEqual(['sachiko']);
  });

  it('cannot overwrite a contract, and cannot use the other operator’s page', async () => {
    await miharashi.post('/customers/contracts', {
      contracts: [{ household: 'hana', name: '悪人', address: '別の町' }],
    });
    expect((await hiyori.get('/customers/contracts/hana')).body.name).toBe('若葉 いさむ');
    const { body } = await hiyori.get('/identity/staff/links?limit=1');
    const stolen = await miharashi.get(`/identity/staff/links?after=${encodeURIComponent(body.next)}`);
    expect([stolen.status, stolen.body.code]).toEqual([400, 'request.malformed']);
  });

  it.each(['no token', 'a wrong token', 'a token that ran out', 'a box’s token'])(
    'with %s nobody is heard',
    async (what) => {
      const path = '/identity/staff/links';
      const headers: Record<string, string> = {};
      if (what === 'a wrong token') headers.authorization = `Bearer ${'A'.repeat(43)}`;
      if (what === 'a box’s token') headers.authorization = `Bearer ${await atHana.ownToken('identity')}`;
      if (what === 'a token that ran out') {
        const late = await Staff.of(scene.platform, 'hiyori-cable', 'late');
        await scene.tables
          .updateTable('identity.staff_token')
          .set({ expires_at: new Date(0) })
          .where('staff', '=', 'late')
          .execute();
        headers.authorization = `Bearer ${late.token}`;
      }
      const response = await fetch(`${scene.platform.url}${path}`, { headers });
      expect([response.status, (await response.json()).code]).toEqual([401, 'staff.token']);
    },
  );
});

describe('Whoever calls without a good token', () => {
  it('hears so at every address that asks for one, before anything of the message is read', async () => {
    const { registeredRoutes } = scene.platform.app;
    const guarded = /^\/(identity\/(staff|signals)|customers|certification\/links)\//;
    const asked = registeredRoutes.flatMap(({ methods, path }) =>
      methods
        .filter((method) => guarded.test(path) && method !== 'HEAD')
        .map((method) => ({ method, path: path.replaceAll(/:\w+/g, 'x') })),
    );
    expect(asked.length).toBeGreaterThan(25);
    for (const { method, path } of asked) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{"no":"such thing"}' };
      const headers = { 'content-type': 'application/json', authorization: 'Bearer nobody' };
      const answer = await fetch(`${scene.platform.url}${path}`, { method, headers, ...body });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
  });
});

describe('The hand-over to the customer system', () => {
  it('gives links in pages and as CSV: own names, households, services, dates; no serial, no fact', async () => {
    const first = LinkPage.parse((await hiyori.get('/identity/staff/links?limit=1')).body);
    const second = (await hiyori.get(`/identity/staff/links?after=${encodeURIComponent(first.next!)}`)).body;
    const all = [...first.links, ...second.links];
    expect(all.map(({ person }) => person).sort()).toEqual(
      [known('hiyori-cable', people.hana), known('hiyori-cable', people.isamu)].sort(),
    );
    expect(all[0]).toMatchObject({
      household: 'hana',
      services: ['booking', 'health', 'notices'],
      source: 'staff',
    });
    const { body: csv } = await hiyori.get('/identity/staff/links.csv');
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(csv.split('\r\n')[0]).toBe('person,household,services,source,from,to,registerAnew');
    for (const secret of [hana.authentication.serial, hana.signature!.serial, '若葉', '1944', people.hana]) {
      expect(csv + JSON.stringify(all)).not.toContain(secret);
    }
  });

  it('names a person otherwise to each operator', () => {
    expect(known('hiyori-cable', people.hana)).not.toBe(known('miharashi-tv', people.hana));
  });
});

describe('Links', () => {
  const member = (person: string) =>
    `/identity/staff/households/hana/members/${known('hiyori-cable', person)}`;

  it('of a protected person are in no list, and come back when the protection is lifted', async () => {
    await hiyori.post(`${member(people.isamu)}/protection`, { protected: true });
    expect(await scene.lastAudit()).toMatchObject({ kind: 'protection.set', staff: 'tanaka' });
    expect(await linksOf(hiyori)).toHaveLength(1);
    expect(await scene.lastAudit()).toMatchObject({ kind: 'links.handed-over', staff: 'tanaka' });
    const { body } = await hiyori.get('/identity/staff/households/hana/members');
    expect(body.members).toHaveLength(1);
    const { context } = scene.platform;
    expect(await protectedSubjects(context, 'town')).toEqual(
      new Map([[context.pairwise('town', people.isamu), new Set([context.pairwise('town', 'hana')])]]),
    );
    await hiyori.post(`${member(people.isamu)}/protection`, { protected: false });
    expect(await linksOf(hiyori)).toHaveLength(2);
  });

  it('of a lost card end until it is enrolled anew; the person stays', async () => {
    await hiyori.post(`${member(people.isamu)}/end`, { reason: 'loss' });
    expect((await atHana.login(isamu)).body.code).toBe('login.other-household');
    const { body } = await enrolAt(atHana, isamu, await hiyori.open(atHana.id, { expected: {} }));
    expect(body.resident).toBe(scene.platform.context.pairwise('town', people.isamu));
    expect((await atHana.login(isamu)).status).toBe(200);
  });

  it('to services end and begin as the person agrees', async () => {
    await hiyori.post(`${member(people.isamu)}/services`, { services: ['booking'] });
    expect((await atHana.login(isamu)).body.services).toEqual(['booking', 'town', 'alerts']);
    await hiyori.post(`${member(people.isamu)}/services`, { services: ['booking', 'health'] });
    expect((await atHana.login(isamu)).body.services).toEqual(['health', 'booking', 'town', 'alerts']);
  });

  it('to a household end with moving out, and stay in the hand-over with their end', async () => {
    await hiyori.post(`${member(people.isamu)}/end`, { reason: 'moved-out' });
    expect((await atHana.login(isamu)).body.code).toBe('login.other-household');
    const ended = (await linksOf(hiyori)).find(
      ({ person }) => person === known('hiyori-cable', people.isamu),
    );
    expect(ended).toMatchObject({ services: [] });
    expect(ended?.to).toBeDefined();
  });

  it('all end with death', async () => {
    const fumi = await scene.issueQuickly({ cardName: 'fumi' });
    const person = await scene.enrol(fumi, 'hana');
    expect((await atHana.login(fumi)).status).toBe(200);
    expect((await hiyori.post(`${member(person)}/end`, { reason: 'death' })).status).toBe(204);
    expect((await atHana.login(fumi)).body.code).toBe('login.other-household');
  });
});

/** A contract with a service provider that nobody needs to reach. */
const clinic = (id: string): RelyingParty => ({
  id,
  name: 'クリニック',
  from: '2020-04-01',
  scopes: ['openid', 'changes'],
  tier: 't1',
  redirectUris: [],
  deviceGrant: false,
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }] },
  sector: id,
});

describe('A person of two operators', () => {
  let ryo: IssuedCard;
  let person: string;
  const at = (household: string, operator: string) =>
    `/identity/staff/households/${household}/members/${known(operator, person)}`;

  beforeAll(async () => {
    ryo = await scene.issueQuickly({ cardName: 'ryo' });
    person = await scene.enrol(ryo, 'hana', { facts });
    const link = { person, source: 'staff' as const, consent: null, to_at: null, end_reason: null };
    const second = { ...link, household: 'sachiko', operator: 'miharashi-tv', from_at: new Date() };
    await scene.tables.insertInto('identity.household_member').values(second).execute();
    expect((await atSachiko.login(ryo)).status).toBe(200);
  });

  const join = (household: string) =>
    scene.tables
      .insertInto('identity.household_member')
      .values({
        ...{ person, source: 'staff', consent: null, to_at: null, end_reason: null },
        ...{ household, operator: 'hiyori-cable', from_at: new Date() },
      })
      .execute();
  /** An application that the person signed, by staff of the operator. */
  const signed = async (staff: Staff, box: TestBox): Promise<string> => {
    const id = await staff.open(box.id);
    await scene.own.updateTable('identity.application').set({ person }).where('id', '=', id).execute();
    return id;
  };

  it('is protected until each operator that asked for it has lifted it, and in nobody’s answers until then', async () => {
    await miharashi.post(`${at('sachiko', 'miharashi-tv')}/protection`, { protected: true });
    await hiyori.post(`${at('hana', 'hiyori-cable')}/protection`, { protected: true });
    await hiyori.post(`${at('hana', 'hiyori-cable')}/protection`, { protected: false });
    expect((await linksOf(hiyori)).map((link) => link.person)).not.toContain(known('hiyori-cable', person));
    expect((await hiyori.get(`${at('hana', 'hiyori-cable')}/record`)).status).toBe(404);
    await miharashi.post(`${at('sachiko', 'miharashi-tv')}/protection`, { protected: false });
    expect((await linksOf(hiyori)).map((link) => link.person)).toContain(known('hiyori-cable', person));
  });

  it('is disclosed by each as far as it is theirs', async () => {
    const { body } = await hiyori.get(`${at('hana', 'hiyori-cable')}/record`);
    expect(body).toMatchObject({ facts, households: [{ household: 'hana' }] });
    expect(body.audit.map(({ kind }: { kind: string }) => kind)).toContain('person.enrolled');
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`miharashi|sachiko|${atSachiko.id}`));
  });

  it('is logged in at each operator’s service providers by itself: neither discloses nor ends what is the other’s', async () => {
    const { context } = scene.platform;
    const now = new Date();
    const visits: Record<string, string> = {};
    for (const [operator, box] of [
      ['hiyori-cable', atHana],
      ['miharashi-tv', atSachiko],
    ] as const) {
      const party = `clinic-of-${operator}`;
      const mark = await signed(operator === 'hiyori-cable' ? hiyori : miharashi, box);
      await keepRelyingParty(context, operator, clinic(party));
      const of = { person, relying_party: party };
      await scene.own.transaction().execute(async (tables) => {
        const agreed = {
          person,
          relyingParty: party,
          scopes: ['openid', 'changes'] as const,
          sentence: '',
          now,
        };
        await keepConsent(tables, agreed);
        visits[operator] = randomUUID();
        await beginVisit(tables, { ...of, id: visits[operator], box: box.id, tier: 't1' }, now);
        await noteChange(tables, { person, kind: 'facts-changed', mark, detail: { fields: [party] }, now });
      });
      await auditQueue(context).append(eventFact(context, 'consent.given', { relyingParty: party, person }));
    }
    const told = (await hiyori.get(`${at('hana', 'hiyori-cable')}/record`)).body;
    expect(told).toMatchObject({
      consents: [{ relyingParty: 'clinic-of-hiyori-cable' }],
      visits: [{ relyingParty: 'clinic-of-hiyori-cable' }],
      changes: [{ kind: 'facts-changed', fields: ['clinic-of-hiyori-cable'] }],
    });
    expect(JSON.stringify(told)).not.toContain('miharashi');
    const second = await scene.box('kenji');
    await join('kenji');
    const elsewhere = { person, relying_party: 'clinic-of-hiyori-cable', id: randomUUID(), box: second.id };
    await scene.own.transaction().execute((tables) => beginVisit(tables, { ...elsewhere, tier: 't1' }, now));
    await hiyori.post(`${at('hana', 'hiyori-cable')}/end`, { reason: 'unlinked' });
    const open = await scene.own
      .selectFrom('identity.federation_visit')
      .select('id')
      .where('person', '=', person)
      .where('ended_at', 'is', null)
      .execute();
    expect(open.map(({ id }) => id).sort()).toEqual([visits['miharashi-tv'], elsewhere.id].sort());
    await hiyori.post(`${at('kenji', 'hiyori-cable')}/end`, { reason: 'unlinked' });
    await join('hana');
  });

  it('is the former operator’s no more after moving out, and stays with the other even when erased there', async () => {
    const member = at('hana', 'hiyori-cable');
    await hiyori.post(`${member}/end`, { reason: 'moved-out' });
    const refused = await Promise.all([
      hiyori.post(`${member}/end`, { reason: 'death' }),
      hiyori.post(`${member}/services`, { services: [] }),
      hiyori.post(`${member}/protection`, { protected: true }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await hiyori.get(`${member}/record`)).body.facts).toBeNull();
    expect((await hiyori.post(`${member}/erase`)).status).toBe(204);
    expect((await hiyori.get(`${member}/record`)).status).toBe(404);
    expect((await atSachiko.login(ryo)).status).toBe(200);
  });
});

describe('A contract', () => {
  it('is found by an address written otherwise, and gives the address that an application expects', async () => {
    const { body } = await hiyori.post('/customers/contracts/match', { address: 'ひより町　山手一丁目' });
    expect(body.contracts).toHaveLength(1);
    const moved = await scene.issueQuickly({ cardName: 'moved', address: '別の町１番地' });
    const id = await hiyori.open(atHana.id);
    expect((await enrolAt(atHana, moved, id)).body.code).toBe('enrolment.facts');
    expect(await hiyori.application(id)).toMatchObject({ differs: ['address'] });
  });
});

describe('A person', () => {
  it('gets everything that is kept as JSON, and is erased with the key to it', async () => {
    const subject = known('hiyori-cable', people.hana);
    const path = `/identity/staff/households/hana/members/${subject}`;
    const { context } = scene.platform;
    const { body } = await hiyori.get(`${path}/record`);
    expect(body).toMatchObject({ facts, households: [{ household: 'hana', to: null }] });
    expect(body.audit.length).toBeGreaterThan(0);
    expect((await hiyori.post(`${path}/erase`)).status).toBe(204);
    expect(await readFacts(scene.own, context, people.hana)).toBeUndefined();
    expect((await hiyori.get(`${path}/record`)).status).toBe(404);
    expect((await atHana.login(hana)).body.code).toBe('login.other-household');
    const kept = await scene.tables
      .selectFrom('identity.audit')
      .select('record')
      .where('record', 'like', `%${context.pairwise('audit', people.hana)}%`)
      .execute();
    expect(kept.length).toBeGreaterThan(1);
  });
});
