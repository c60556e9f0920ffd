import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedCard } from '../../mock-platform/src/certification/index.ts';
import type { Problem } from '../../mock-platform/src/protocol/problem.ts';
import { BoxSocket } from '../mock-platform/box-socket.ts';
import type { TestBox } from '../mock-platform/identity/box.ts';
import { type Answer, ask } from '../mock-platform/platform.ts';
import { hiyori, orderDraft } from '../mock-platform/two-towns.ts';
import { publicKeyOf, WholePlatform } from './whole-platform.ts';

/** Values that no field of any message takes. */
const hostileValues: unknown[] = [
  null,
  true,
  -1,
  1.5,
  {},
  [],
  [[]],
  { $ne: null },
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  'x'.repeat(20_000),
];

const hostileBodies = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '7',
  '{}',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  `${'['.repeat(60_000)}${']'.repeat(60_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  'x'.repeat(300_000),
  JSON.stringify({ a: 'x'.repeat(300_000) }),
  JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [key, 1]))),
  JSON.stringify(Array(40_000).fill('\0')),
];

type Json = Record<string, unknown>;
type Mutation = [path: string, message: unknown];

/** The message with one of its values replaced, and with one more member, at every depth. */
function* mutations(message: Json, path = ''): Generator<Mutation> {
  yield [`${path}/surplus`, { ...message, surplus: 1 }];
  for (const [name, value] of Object.entries(message)) {
    const here = `${path}/${name}`;
    // Either truth value is right where one is asked for.
    for (const hostile of hostileValues)
      if (typeof hostile !== 'boolean' || typeof value !== 'boolean')
        yield [here, { ...message, [name]: hostile }];
    if (Array.isArray(value)) {
      for (const hostile of hostileValues) yield [`${here}/0`, { ...message, [name]: [hostile] }];
    } else if (typeof value === 'object' && value !== null) {
      for (const [inner, changed] of mutations(value as Json, here)) {
        // Members that are not known in a key are dropped there, as RFC 7517 says.
        if (!inner.endsWith('/publicKey/surplus')) yield [inner, { ...message, [name]: changed }];
      }
    }
  }
}

describe('A hostile message', () => {
  let whole: WholePlatform;
  let box: TestBox;
  let other: TestBox;
  let card: IssuedCard;
  let boxToken: string;
  let bookingToken: string;
  let healthToken: string;
  let cookie: string;
  let before: Record<string, string>;

  beforeAll(async () => {
    whole = await WholePlatform.open();
    [box, other] = await Promise.all([whole.box('hana'), whole.box('kenji')]);
    card = await whole.card('hana');
    bookingToken = await whole.personToken(box, card, 'booking');
    healthToken = await whole.personToken(box, card, 'health');
    boxToken = await box.ownToken('identity');
    const login = await own(`/console/towns/${hiyori}/session`, '{"official":"sato"}');
    cookie = String(login.headers['set-cookie']).split(';')[0]!;
    before = await whole.stored();
  });
  afterAll(() => whole.close());

  const own = (path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
    ask(`${whole.url}${path}`, { body, headers: { origin: whole.url, cookie: cookie ?? '', ...headers } });
  const withToken = (token: string) => (path: string, body: string, headers?: Record<string, string>) =>
    whole.call(box, token, path, { body, ...(headers === undefined ? {} : { headers }) });

  interface Endpoint {
    path: string;
    message: Json;
    send(path: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  }
  const endpoints: Record<string, () => Endpoint> = {
    'registration of a box': () => ({
      path: '/boxes/registrations',
      message: { code: '12345678', publicKey: publicKeyOf(box), agentVersion: '1' },
      send: own,
    }),
    challenge: () => ({
      path: '/identity/challenges',
      message: { service: 'health', tier: 't1', origin: whole.url },
      send: withToken(boxToken),
    }),
    login: () => ({ path: '/identity/logins', message: { statement: '' }, send: withToken(boxToken) }),
    'login of an official': () => ({
      path: `/console/towns/${hiyori}/session`,
      message: { official: 'sato' },
      send: own,
    }),
    order: () => ({
      path: `/console/towns/${hiyori}/drafts`,
      message: { draft: { ...orderDraft(randomUUID()), agencyMessage: 'レベル4' }, submit: true },
      send: own,
    }),
    booking: () => ({
      path: '/booking/bookings',
      message: { facility: 'x', day: '2026-12-01', period: 'morning', requestId: randomUUID() },
      send: withToken(bookingToken),
    }),
    'card on the reader': () => ({
      path: '/living-room/reader',
      message: { action: 'lay', household: 'nobody', card: 'hana' },
      send: own,
    }),
    pairing: () => ({ path: '/living-room/pairings', message: { household: 'nobody' }, send: own }),
  };

  const seen = (answer: Answer, what: unknown) => [answer.status, JSON.stringify(what)?.slice(0, 120)];
  const isRefused = (status: number): boolean => status >= 400 && status < 500;

  it.each(Object.keys(endpoints))('to %s is refused, naming the field, and changes nothing', async (name) => {
    const { path, message, send } = endpoints[name]!();
    for (const [field, hostile] of mutations(message)) {
      const answer = await send(path, JSON.stringify(hostile));
      expect(seen(answer, hostile)).toSatisfy(() => isRefused(answer.status));
      const { code, errors } = answer.json<Problem>();
      if (code !== 'request.malformed') continue;
      const named = (errors ?? []).map((error) => error.path);
      // What does not fit as a whole is named as a whole: a key that is no point, a text deep inside it.
      expect([field, named]).toSatisfy(() =>
        named.some((one) => one !== '' && (field.startsWith(one) || one.startsWith(field))),
      );
    }
    expect(await whole.stored()).toEqual(before);
  });

  it.each(Object.keys(endpoints))('to %s that is no message at all is refused', async (name) => {
    const { path, send } = endpoints[name]!();
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x', ''];
    for (const body of hostileBodies) {
      for (const type of types) {
        const answer = await send(path, body, { 'content-type': type });
        expect(seen(answer, [type, body])).toSatisfy(() => isRefused(answer.status));
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect(answer.body.length).toBeLessThan(10_000);
      }
    }
    expect({}).not.toHaveProperty('polluted');
    expect(await whole.stored()).toEqual(before);
  });

  const hostileParts = [
    '%00',
    '%ED%A0%80',
    '%zz',
    '%',
    '..%2f..%2fkeys',
    "x'%20or%201=1--",
    '__proto__',
    'x'.repeat(300),
    '%F0%9F%98%80',
  ];

  it.each([
    '/booking/facilities/HERE/days',
    '/booking/facilities/HERE/days/2026-12-01/slots',
    '/booking/facilities/x/days/HERE/slots',
  ])('in the address %s is refused', async (pattern) => {
    for (const part of [...hostileParts, '0000-00-00', '9999-12-31', '2026-02-30']) {
      const path = pattern.replace('HERE', part);
      const answer = await whole.call(box, bookingToken, path);
      expect(seen(answer, path)).toSatisfy(() => isRefused(answer.status));
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('in the address of a booking, a town, an order, a list or a file is refused', async () => {
    for (const part of hostileParts) {
      const answers = [
        await whole.call(box, bookingToken, `/booking/bookings/${part}/cancel`, { method: 'POST' }),
        await own(
          `/console/towns/${part}/drafts`,
          JSON.stringify({ draft: orderDraft(randomUUID()), submit: true }),
        ),
        await own(`/console/towns/${hiyori}/orders/${part}/cancel`, '{}'),
        await ask(`${whole.url}/console/towns/${part}/login`),
        await ask(`${whole.url}/certification/crl/authentication/${part}`),
        await ask(`${whole.url}/certification/crl/authentication/${part}/${hiyori}`),
        await ask(`${whole.url}/certification/crl/${part}/${hiyori}`),
        await ask(`${whole.url}/certification/counter/${part}/move`),
        await ask(`${whole.url}/pages/${part}`),
        await ask(`${whole.url}/oidc/${part}`),
      ];
      for (const [index, answer] of answers.entries()) {
        expect(seen(answer, [index, part])).toSatisfy(() => isRefused(answer.status));
      }
    }
    expect(await whole.stored()).toEqual(before);
  });

  it.each([
    '/pages/../../../package.json',
    '/pages/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/pages/..%2f..%2f..%2fpackage.json',
    '/pages/..%5c..%5c..%5cpackage.json',
    '/pages//etc/passwd',
    '/pages/town.html',
    '/pages/',
  ])('in the address %s leads to no file', async (path) => {
    const status = await new Promise((done, fail) => {
      const { hostname, port, host } = new URL(whole.url);
      const sent = request({ host: hostname, port, path, headers: { host } }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      });
      sent.on('error', fail);
      sent.end();
    });
    expect(status).toSatisfy(isRefused);
  });

  it('in a search for health data is refused by the name of the parameter, and finds nobody else', async () => {
    const queries: [string, string][] = [
      ['code=%00|%00', 'code'],
      ['code=%ED%A0%80', 'code'],
      ['code=a|b%00', 'code'],
      ["category=x'--", 'category'],
      ['category[$ne]=x', 'category[$ne]'],
      ['category=a&category=b', 'category'],
      ['_count=0', '_count'],
      ['_count=1e9', '_count'],
      ['_count=9999999999', '_count'],
      ['_sort=date;select', '_sort'],
      ['patient=Patient/1', 'patient'],
      ['subject=x', 'subject'],
      ['_include=Observation:patient', '_include'],
      ['__proto__=1', '__proto__'],
    ];
    for (const [query, name] of queries) {
      const answer = await whole.call(box, healthToken, `/health/fhir/Observation?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      const [fault] = answer.json<Problem>().errors ?? [];
      expect([query, fault?.path]).toSatisfy(() => fault?.path.endsWith(`/${name}`) === true);
    }
  });

  it('at the token endpoint is refused', async () => {
    const bodies = [
      ...hostileBodies,
      'grant_type=client_credentials&client_id=%00',
      `grant_type=client_credentials&client_id=${box.id}`,
      'grant_type=%ED%A0%80',
      'resource=a&resource=b&grant_type=client_credentials',
    ];
    for (const body of bodies) {
      for (const type of ['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data']) {
        const answer = await own('/oidc/token', body, { 'content-type': type });
        expect(seen(answer, [type, body])).toSatisfy(() => isRefused(answer.status));
      }
    }
    for (const hostile of ['\0', '\ud800', 'x'.repeat(5000), "' or 1=1 --", '__proto__']) {
      for (const parameter of ['resource', 'subject_token', 'subject_token_type', 'grant_type', 'scope']) {
        const answer = await box.tokenRequest({
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: 'x',
          subject_token_type: 'urn:chanoma:login-result',
          resource: 'urn:chanoma:health',
          [parameter]: hostile,
        });
        expect([parameter, hostile.slice(0, 20), answer.status]).toSatisfy(() => isRefused(answer.status));
      }
    }
  });

  it('in a signed statement is refused by name', async () => {
    const challenge = await box.challenge();
    const { proof: _, ...statement } = box.statement(challenge, card);
    for (const [field, hostile] of mutations(statement)) {
      const { status, body } = await box.sendStatement(hostile);
      expect([field, status, JSON.stringify(hostile).slice(0, 80)]).toSatisfy(() => isRefused(status));
      if (body.code === 'request.malformed') {
        const named: string[] = body.errors.map((error: { path: string }) => error.path);
        expect([field, named]).toSatisfy(() => named.some((path) => `/statement${field}`.startsWith(path)));
      }
    }
  });

  it('on the stream of one box is refused by name, and the receipts of the others are stored', async () => {
    const open = async (which: TestBox): Promise<BoxSocket> => {
      const token = await which.ownToken('boxes');
      const dpop = await which.proof('GET', '/boxes/stream', token);
      const socket = await BoxSocket.open(whole.url, token, { dpop });
      socket.send({ type: 'resume', cursor: 0, clock: new Date().toISOString() });
      await socket.next('welcome');
      return socket;
    };
    const [hostile, good] = await Promise.all([open(box), open(other)]);
    const receipt = (change: object = {}) => ({
      id: randomUUID(),
      order: randomUUID(),
      event: 'refused',
      code: 'order.signature',
      at: new Date().toISOString(),
      ...change,
    });
    const changes = [
      { at: '0000-01-01T00:00:00Z' },
      { at: `2026-01-01T00:00:00.${'1'.repeat(5000)}Z` },
      { code: '\0' },
      { code: '\ud800' },
      { id: '\0' },
    ];
    for (const change of changes) {
      hostile.sendReceipts([receipt(change)]);
      const { id, ...rest } = receipt();
      good.sendReceipts([{ id, ...rest }]);
      expect((await good.next('stored')).ids).toEqual([id]);
      expect(await hostile.next('error')).toMatchObject({
        code: 'request.malformed',
        path: `/receipts/0/${Object.keys(change)[0]}`,
      });
    }
    // Every offset that the schema takes can be stored.
    const far = receipt({ at: '2026-01-01T00:00:00+23:59' });
    hostile.sendReceipts([far]);
    expect((await hostile.next('stored')).ids).toEqual([far.id]);
    for (const nonsense of hostileBodies.filter((body) => body.length < 60_000)) {
      hostile.send(nonsense);
      expect(await hostile.next('error')).toMatchObject({ code: 'request.malformed' });
    }
    hostile.close();
    good.close();
  });
});
