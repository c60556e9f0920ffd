import { randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistrationCode } from '../../../mock-platform/src/boxes/registration.ts';
import {
  type GuestEntry,
  ShelterBoard,
  ShelterFamily,
  ShelterResults,
} from '../../../mock-platform/src/protocol/shelter.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { provideProtection } from '../../../mock-platform/src/server/protection.ts';
import { provideSeenCards } from '../../../mock-platform/src/server/seen-cards.ts';
import { onSheltered, type Sheltered } from '../../../mock-platform/src/server/sheltered.ts';
import { tellLoginRechecked } from '../../../mock-platform/src/server/unconfirmed-logins.ts';
import { shelterModule } from '../../../mock-platform/src/shelter/module.ts';
import { openReception } from '../../../mock-platform/src/shelter/reception.ts';
import { coreModules } from '../core-modules.ts';
import { personsByName } from '../persons-by-name.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, registerBoxWith, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

const text = (value: string): string => Buffer.from(value).toString('base64url');

describe('Check-in at a shelter', () => {
  let platform: RunningPlatform;
  let school: TestBox;
  let gym: TestBox;
  let hana: TestBox;
  let now = new Date('2026-11-20T09:00:00Z');
  const told: Sheltered[] = [];
  /** Cards whose holder nobody can vouch for now. */
  let outage = false;
  const subject = (person: string): string => platform.context.pairwise('town', person);

  const reception = async (shelter: string): Promise<TestBox> => {
    const household = `reception-${shelter}`;
    const place = { operator: 'hiyori-cable', municipality: hiyori, district: 'honmachi' };
    const code = await createRegistrationCode(platform.context, { household, ...place });
    await openReception(platform.context, { household: subject(household), municipality: hiyori, shelter });
    return registerBoxWith(platform, code);
  };
  const sign = (box: TestBox, entry: object, typ = 'chanoma-shelter+jwt'): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(entry)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(box.key);
  const card = (person: string, change: object = {}): GuestEntry => ({
    id: randomUUID(),
    kind: 'card',
    event: 'in',
    stay: 'night',
    certificate: text(person),
    at: now.toISOString(),
    ...change,
  });
  const post = async (box: TestBox, statements: string[]) => {
    const headers = { authorization: `DPoP ${box.id}` };
    return ask(`${platform.url}/shelter/entries`, { headers, body: { statements } });
  };
  const send = async (box: TestBox, ...entries: GuestEntry[]): Promise<ShelterResults> => {
    const statements = await Promise.all(entries.map((entry) => sign(box, entry)));
    return ShelterResults.parse((await post(box, statements)).json());
  };
  const board = async (box: TestBox): Promise<ShelterBoard> =>
    ShelterBoard.parse(
      (await ask(`${platform.url}/shelter/board`, { headers: { authorization: `DPoP ${box.id}` } })).json(),
    );
  const family = async (person: string, body?: object): Promise<ShelterFamily> => {
    const headers = { authorization: `DPoP ${hana.id}.${person}` };
    const path = body ? 'consent' : 'family';
    return ShelterFamily.parse(
      (await ask(`${platform.url}/town/shelter/${path}`, { headers, ...(body ? { body } : {}) })).json(),
    );
  };

  beforeAll(async () => {
    platform = await startTestPlatform({
      modules: [...coreModules, shelterModule],
      clock: () => now,
      createCallers: personsByName,
    });
    await seedTwoTowns(platform.context);
    provideSeenCards(platform.context, async ({ certificate }) => {
      const person = Buffer.from(certificate, 'base64url').toString();
      if (person === 'revoked') return { found: false, why: 'not-good' };
      if (!person.startsWith('p-')) return { found: false, why: 'unknown' };
      return {
        found: true,
        unconfirmed: outage,
        subjectIn: (sector) => platform.context.pairwise(sector, person),
      };
    });
    onSheltered(platform.context, async (change) => void told.push(change));
    school = await reception('school');
    gym = await reception('gym');
    hana = await registerTestBox(platform, 'hana');
  });
  afterAll(() => platform.close());

  it('a card is checked in by the name of the town’s register, once however often it is sent or laid', async () => {
    const first = card('p-hana');
    const { results } = await send(school, first);
    expect(results).toEqual([{ id: first.id, outcome: 'in', name: '若葉 はな' }]);
    expect((await send(school, first)).results).toEqual(results);
    now = new Date(now.getTime() + 60_000);
    expect((await send(school, card('p-hana', { stay: 'car' }))).results).toMatchObject([
      { outcome: 'already-in', name: '若葉 はな' },
    ]);
    const seen = await board(school);
    expect(seen).toMatchObject({
      shelter: { id: 'school', name: 'ひより小学校', capacity: 240 },
      present: 1,
    });
    expect(seen.households).toMatchObject([
      {
        name: 'はなさんの家',
        guests: [{ entry: first.id, name: '若葉 はな', stay: 'car', supportNeeded: true, named: false }],
        missing: [{ name: '若葉 いさむ' }],
      },
    ]);
    expect(told.at(-1)).toMatchObject({ subject: subject('p-hana'), sheltered: true, municipality: hiyori });
  });

  it('who comes to another shelter has left the first, and a late entry of before changes nothing', async () => {
    const early = card('p-isamu', { at: new Date(now.getTime() - 3_600_000).toISOString() });
    expect((await send(gym, card('p-isamu'))).results[0]?.outcome).toBe('in');
    // The school's reception had no network.
    expect((await send(school, early)).results[0]?.outcome).toBe('in');
    expect((await board(school)).present).toBe(1);
    expect((await board(school)).households[0]?.missing).toEqual([
      { name: '若葉 いさむ', shelter: '川原体育館' },
    ]);
    now = new Date(now.getTime() + 60_000);
    expect((await send(school, card('p-isamu'))).results[0]).toMatchObject({
      outcome: 'moved',
      from: '川原体育館',
    });
    expect((await board(gym)).present).toBe(0);
    expect((await send(gym, card('p-isamu', { event: 'out' }))).results[0]?.outcome).toBe('not-in');
    now = new Date(now.getTime() + 60_000);
    expect((await send(school, card('p-isamu', { event: 'out' }))).results[0]?.outcome).toBe('out');
    expect(told.at(-1)).toMatchObject({ subject: subject('p-isamu'), sheltered: false });
  });

  it('people without a usable card are written down by name and checked out from the list', async () => {
    const [nobody, revoked, elsewhere] = (
      await send(school, card('somebody'), card('revoked'), card('p-sachiko'))
    ).results;
    expect([nobody, revoked, elsewhere].map((one) => one?.outcome)).toEqual([
      'card-unknown',
      'card-not-good',
      'card-unknown',
    ]);
    expect(elsewhere?.name).toBeUndefined();
    const at = now.toISOString();
    const named = { id: randomUUID(), kind: 'named', stay: 'day', name: '旅の 人', at } as const;
    expect((await send(school, named)).results[0]).toMatchObject({ outcome: 'in', name: '旅の 人' });
    expect((await board(school)).present).toBe(2);
    now = new Date(now.getTime() + 60_000);
    const left = { id: randomUUID(), kind: 'left', entry: named.id, at: now.toISOString() } as const;
    // Another shelter's reception knows nothing of it.
    expect((await send(gym, { ...left, id: randomUUID() })).results[0]?.outcome).toBe('not-in');
    expect((await send(school, left)).results[0]?.outcome).toBe('out');
    expect((await board(school)).present).toBe(1);
  });

  it('only a reception may ask whose card it is, only what its own box signed counts, and nothing holds up the rest', async () => {
    expect((await post(hana, [await sign(hana, card('p-hana'))])).json()).toMatchObject({
      code: 'shelter.no-reception',
    });
    const good = card('p-kenji');
    const answer = await post(school, [
      await sign(gym, card('p-hana')),
      await sign(school, { ...card('p-hana'), stay: 'for-ever' }),
      await sign(school, good),
    ]);
    expect(ShelterResults.parse(answer.json())).toMatchObject({
      results: [{ id: good.id, outcome: 'in' }],
      refused: [
        { index: 0, code: 'shelter.signature' },
        { index: 1, code: 'request.malformed', path: '/statements/1/stay' },
      ],
    });
  });

  it('without the certification service a check-in goes on, and is doubtful once the card turns out to be revoked', async () => {
    outage = true;
    now = new Date(now.getTime() + 60_000);
    await send(gym, card('p-kenji'));
    outage = false;
    const guest = async () => (await board(gym)).households[0]?.guests[0];
    expect(await guest()).toMatchObject({ unconfirmed: true, doubtful: false });
    const subjectIn = (sector: string) => platform.context.pairwise(sector, 'p-kenji');
    const login = { service: 'town', box: gym.id, at: now, subjectIn } as const;
    await tellLoginRechecked(platform.context, { ...login, outcome: 'revoked' });
    expect(await guest()).toMatchObject({ unconfirmed: false, doubtful: true, name: '佐藤 けんじ' });
  });

  it('the family hears where those are who agreed, and nothing of the others; protected persons are named nowhere', async () => {
    expect(await family('p-isamu')).toMatchObject({
      consent: false,
      people: [
        { callName: 'はな', state: 'not-shared' },
        { callName: 'いさむ', state: 'not-checked-in' },
      ],
    });
    expect((await family('p-hana', { family: true })).consent).toBe(true);
    expect((await family('p-isamu')).people[0]).toMatchObject({
      state: 'sheltered',
      shelter: 'ひより小学校',
    });
    provideProtection(platform.context, async () => new Map([[subject('p-hana'), new Set<string>()]]));
    expect((await family('p-isamu')).people.map(({ callName }) => callName)).toEqual(['いさむ']);
    const seen = await board(school);
    expect(JSON.stringify(seen)).not.toContain('はな');
    expect(seen.present).toBe(1);
    expect((await send(school, card('p-hana'))).results[0]).not.toHaveProperty('name');
    provideProtection(platform.context, async () => new Map());
  });
});
