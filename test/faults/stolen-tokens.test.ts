import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../mock-platform/src/certification/index.ts';
import type { ServiceName } from '../../mock-platform/src/protocol/basics.ts';
import type { Problem } from '../../mock-platform/src/protocol/problem.ts';
import type { TestBox } from '../mock-platform/identity/box.ts';
import { ask } from '../mock-platform/platform.ts';
import { WholePlatform } from './whole-platform.ts';

interface Guarded {
  method: 'GET' | 'POST';
  path: string;
  service: ServiceName;
  /** Whose token opens it. */
  who: 'person' | 'box';
  body?: object;
}

const someId = '00000000-0000-4000-8000-000000000000';
const guarded: Guarded[] = [
  { method: 'GET', path: '/health/fhir/Observation', service: 'health', who: 'person' },
  { method: 'GET', path: '/booking/bookings', service: 'booking', who: 'person' },
  {
    method: 'POST',
    path: '/booking/bookings',
    service: 'booking',
    who: 'person',
    body: { facility: 'x', day: '2026-12-01', period: 'morning', requestId: someId },
  },
  { method: 'POST', path: `/booking/bookings/${someId}/cancel`, service: 'booking', who: 'person' },
  { method: 'GET', path: '/booking/facilities', service: 'booking', who: 'box' },
  { method: 'GET', path: '/booking/facilities/x/days', service: 'booking', who: 'box' },
  { method: 'GET', path: '/booking/facilities/x/days/2026-12-01/slots', service: 'booking', who: 'box' },
  { method: 'GET', path: '/notices/public', service: 'notices', who: 'box' },
  { method: 'GET', path: '/town/residents', service: 'town', who: 'box' },
  { method: 'GET', path: '/town/shelters', service: 'town', who: 'box' },
  {
    method: 'POST',
    path: '/identity/challenges',
    service: 'identity',
    who: 'box',
    body: { service: 'health', tier: 't1', origin: 'http://localhost:8081' },
  },
  { method: 'POST', path: '/identity/logins', service: 'identity', who: 'box', body: { statement: 'x' } },
];
const services: ServiceName[] = ['health', 'booking', 'notices', 'town', 'alerts', 'boxes', 'identity'];
const personal: ServiceName[] = ['health', 'booking', 'notices', 'town'];

describe('A token', () => {
  let whole: WholePlatform;
  let box: TestBox;
  let thief: TestBox;
  let card: IssuedCard;
  const ofBox = new Map<ServiceName, string>();
  const ofPerson = new Map<ServiceName, string>();
  let before: Record<string, string>;

  beforeAll(async () => {
    whole = await WholePlatform.open();
    [box, thief] = await Promise.all([whole.box('hana'), whole.box('sachiko')]);
    card = await whole.card('hana');
    for (const service of services) ofBox.set(service, await box.ownToken(service));
    for (const service of personal) ofPerson.set(service, await whole.personToken(box, card, service));
    before = await whole.stored();
  });
  afterAll(() => whole.close());

  const tokenFor = ({ who, service }: Guarded): string =>
    (who === 'person' ? ofPerson : ofBox).get(service) ?? '';

  /** Status and code of the answer to exactly this authorization. */
  const attempt = async (
    { method, path, body }: Guarded,
    headers: Record<string, string>,
  ): Promise<[number, string]> => {
    const answer = await ask(`${whole.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return [answer.status, answer.json<Problem>().code];
  };

  it.each(guarded)('is needed for $method $path', async (route) => {
    expect(await attempt(route, {})).toEqual([401, 'token.missing']);
    const bearer = { authorization: `Bearer ${tokenFor(route)}` };
    expect(await attempt(route, bearer)).toEqual([401, 'token.missing']);
    expect(await attempt(route, { authorization: 'DPoP a.b.c' })).toEqual([401, 'token.invalid']);
    expect(await whole.stored()).toEqual(before);
  });

  it.each(guarded)('of every other service is refused at $method $path', async (route) => {
    const { method, path, service } = route;
    const others = [...ofBox, ...ofPerson].filter(([name]) => name !== service);
    for (const [name, token] of others) {
      const dpop = await box.proof(method, path, token);
      const outcome = await attempt(route, { authorization: `DPoP ${token}`, dpop });
      expect([name, ...outcome]).toEqual([name, 403, 'token.audience']);
    }
    if (route.who === 'person') {
      const token = ofBox.get(service)!;
      const dpop = await box.proof(method, path, token);
      expect(await attempt(route, { authorization: `DPoP ${token}`, dpop })).toEqual([403, 'token.tier']);
    }
    expect(await whole.stored()).toEqual(before);
  });

  it.each(guarded)(
    'is worth nothing at $method $path without a fresh proof by the box’s key',
    async (route) => {
      const { method, path } = route;
      const token = tokenFor(route);
      const now = Math.floor(Date.now() / 1000);
      const proofs: [string, Promise<string> | undefined][] = [
        ['none', undefined],
        ['of another box', thief.proof(method, path, token)],
        ['under the key of this box, signed by another', box.proof(method, path, token, {}, thief.key)],
        ['for another method', box.proof(method === 'GET' ? 'POST' : 'GET', path, token)],
        ['for another path', box.proof(method, `${path}/x`, token)],
        ['for another server', box.proof(method, path, token, { htu: `http://evil.example${path}` })],
        ['for another token', box.proof(method, path, `${token}x`)],
        ['for no token', box.proof(method, path)],
        ['of the past', box.proof(method, path, token, { iat: now - 3600 })],
        ['of the future', box.proof(method, path, token, { iat: now + 3600 })],
      ];
      for (const [name, proof] of proofs) {
        const dpop: Record<string, string> = proof === undefined ? {} : { dpop: await proof };
        const outcome = await attempt(route, { authorization: `DPoP ${token}`, ...dpop });
        expect([name, ...outcome]).toEqual([name, 401, 'token.proof']);
      }
      expect(await whole.stored()).toEqual(before);
    },
  );

  it('and its proof are worth nothing a second time', async () => {
    for (const route of guarded.filter(({ method }) => method === 'GET')) {
      const token = tokenFor(route);
      const headers = {
        authorization: `DPoP ${token}`,
        dpop: await box.proof(route.method, route.path, token),
      };
      const [first] = await attempt(route, headers);
      expect(first).not.toBe(401);
      expect(await attempt(route, headers)).toEqual([401, 'token.proof']);
      // Another query is the same address to a proof.
      expect(await attempt({ ...route, path: `${route.path}?x=1` }, headers)).toEqual([401, 'token.proof']);
    }
  });

  it('of a box names its own household and town, whatever else it asks for', async () => {
    const own = await whole.call(box, ofBox.get('town')!, '/town/residents');
    expect(
      own.json<{ residents: { callName: string }[] }>().residents.map(({ callName }) => callName),
    ).toEqual(['はな', 'いさむ']);
    const other = await whole.call(
      thief,
      await thief.ownToken('town'),
      '/town/residents?household=hana&municipality=990019',
    );
    expect(
      other.json<{ residents: { callName: string }[] }>().residents.map(({ callName }) => callName),
    ).toEqual(['さちこ']);
  });

  it('is not had for a copied certificate, at home or elsewhere', async () => {
    const { proof: _, ...copied } = box.statement(await box.challenge(), card);
    const atHome = await box.sendStatement(copied);
    expect([atHome.status, atHome.body.code]).toEqual([403, 'login.proof-missing']);
    const { proof: __, ...elsewhere } = thief.statement(await thief.challenge(), card);
    const stolen = await thief.sendStatement(elsewhere);
    expect([stolen.status, stolen.body.code]).toEqual([403, 'login.other-household']);
    expect(stolen.body).not.toHaveProperty('resident');
  });

  it('is not had for a login that another box listened to', async () => {
    const statement = await box.sign(box.statement(await box.challenge(), card));
    const first = await box.post('/identity/logins', { statement });
    expect(first.status).toBe(200);
    const again = await box.post('/identity/logins', { statement });
    expect([again.status, again.body.code]).toEqual([403, 'challenge.used']);
    const relayed = await thief.post('/identity/logins', { statement });
    expect([relayed.status, relayed.body.code]).toEqual([403, 'box.unknown']);
    const exchanged = await thief.exchange(first.body.result, 'health');
    expect([exchanged.status, exchanged.body.error]).toEqual([400, 'invalid_grant']);
    expect((await box.exchange(first.body.result, 'health')).status).toBe(200);
    expect((await box.exchange(first.body.result, 'health')).status).toBe(400);
    expect((await box.exchange(first.body.result, 'booking')).status).toBe(200);
    expect((await box.exchange(first.body.result, 'identity')).status).toBe(400);
  });
});
