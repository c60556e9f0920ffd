import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityModule, issuerOf } from '../../../mock-platform/src/identity/index.ts';
import { signingKey } from '../../../mock-platform/src/identity/provider/keys.ts';
import { residentEnrolledEvent } from '../../../mock-platform/src/protocol/signals.ts';
import { BoxResidents } from '../../../mock-platform/src/protocol/town.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { importRoll } from '../../../mock-platform/src/town/roll.ts';
import { BoxSocket } from '../box-socket.ts';
import { coreModules } from '../core-modules.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';

let platform: RunningPlatform;
let box: TestBox;
let other: TestBox;
let key: JWK;

const subject = (id: string): string => platform.context.pairwise('town', id);
const makoto = {
  name: '田中　まこと',
  address: { formatted: 'ひより町新町８番地' },
  birthdate: '1956-10-03',
  gender: 'male',
};

interface Change {
  claims?: object;
  household?: string;
  sub?: string;
  payload?: Record<string, unknown>;
  signedBy?: JWK;
  typ?: string;
}

/** A notice as the provider of the platform signs it; `change` makes it another one. */
async function notice({ claims = makoto, household = 'hana', sub = 'p-makoto', ...change }: Change = {}) {
  const signed = change.signedBy ?? key;
  const told = { event_timestamp: 1, household: subject(household), claims };
  const iss = issuerOf(platform.url);
  const payload = {
    iss,
    aud: `town-${hiyori}`,
    jti: randomUUID(),
    sub_id: { format: 'iss_sub', iss, sub: subject(sub) },
    events: { [residentEnrolledEvent]: told },
    ...change.payload,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: change.typ ?? 'secevent+jwt', kid: signed.kid! })
    .setIssuedAt()
    .sign(await importJWK(signed, 'ES256'));
}

const push = (body: string) =>
  ask(`${platform.url}/town/change-notices`, {
    body,
    headers: { 'content-type': 'application/secevent+jwt' },
  });
const namesAt = async (at: TestBox): Promise<string[]> => {
  const answer = await ask(`${platform.url}/town/residents`, { headers: { authorization: `DPoP ${at.id}` } });
  return BoxResidents.parse(answer.json()).residents.map(({ callName }) => callName);
};

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [...coreModules, identityModule] });
  await seedTwoTowns(platform.context);
  [box, other] = await Promise.all([registerTestBox(platform, 'hana'), registerTestBox(platform, 'kenji')]);
  ({ privateJwk: key } = await signingKey(platform.context.keys));
  const entry = {
    birthDate: '1956-10-03',
    gender: 'male',
    district: 'honmachi',
    supportNeeded: false,
  } as const;
  await importRoll(platform.context, hiyori, [
    { ...entry, id: '1', fullName: '田中 まこと', callName: 'まこと', address: 'ひより町新町8番地' },
    { ...entry, id: '2', fullName: '田中 つとむ', callName: 'つとむ', address: 'ひより町新町8番地' },
    { ...entry, id: '3', fullName: '林 ふたり', callName: 'ふたり', address: 'ひより町本町1番地' },
    { ...entry, id: '4', fullName: '林 ふたり', callName: 'ふたり', address: 'ひより町本町1番地' },
  ]);
}, 60_000);
afterAll(() => platform?.close());

describe('A notice that somebody has registered', () => {
  it('is not taken from anybody but the platform’s provider, and not by another town', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const foreign = { ...(await exportJWK(privateKey)), kid: key.kid! };
    const refused: [string, string][] = [
      [await notice({ signedBy: foreign }), 'invalid_key'],
      [await notice({ payload: { iss: 'http://elsewhere' } }), 'invalid_issuer'],
      [await notice({ payload: { aud: 'clinic' } }), 'invalid_audience'],
      [await notice({ payload: { aud: ['town-990019', 'clinic'] } }), 'invalid_audience'],
      [await notice({ typ: 'at+jwt' }), 'invalid_request'],
      [await notice({ claims: { name: '田中 まこと' } }), 'invalid_request'],
      ['nothing of the kind', 'invalid_request'],
    ];
    for (const [token, err] of refused) {
      const answer = await push(token);
      expect([answer.status, answer.json<{ err: string }>().err]).toEqual([400, err]);
    }
    expect((await push(await notice({ payload: { aud: 'town-990027' } }))).status).toBe(202);
    expect(await namesAt(box)).toEqual(['はな', 'いさむ']);
  });

  it.each([
    ['whom the roll does not have', { ...makoto, birthdate: '1956-10-04' }],
    ['with another name at that address', { ...makoto, name: '田中 まなぶ' }],
    [
      'of whom the roll has two',
      { ...makoto, name: '林 ふたり', address: { formatted: 'ひより町本町1番地' } },
    ],
  ])('of somebody %s enters nobody', async (_what, claims) => {
    expect((await push(await notice({ claims }))).status).toBe(202);
    expect(await namesAt(box)).toEqual(['はな', 'いさむ']);
  });

  it('enters the person under the roll’s names at the television’s household, once, and tells its box', async () => {
    const socket = await BoxSocket.resumed(platform.url, box.id);
    const token = await notice();
    expect([(await push(token)).status, (await push(token)).status]).toEqual([202, 202]);
    await socket.next('residents-changed');
    socket.close();
    expect(await namesAt(box)).toEqual(['はな', 'いさむ', 'まこと']);
    expect(await namesAt(other)).toEqual(['けんじ']);
  });

  it('names a person at a second household’s television as well', async () => {
    await push(await notice({ household: 'kenji' }));
    expect(await namesAt(other)).toEqual(['けんじ', 'まこと']);
    expect(await namesAt(box)).toEqual(['はな', 'いさむ', 'まこと']);
  });

  it('is taken note of when it is about something else', async () => {
    const events = { 'https://schemas.openid.net/secevent/ssf/event-type/verification': {} };
    expect((await push(await notice({ payload: { events } }))).status).toBe(202);
  });
});
