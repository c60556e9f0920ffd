import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCard } from '../../mock-platform/card/fixture.ts';
import { TestBox, until } from '../box.ts';
import { hana } from '../fake-platform.ts';

let box: TestBox;

beforeEach(async () => {
  box = await TestBox.start();
  await box.pair();
});
afterEach(() => box.stop());

interface Options {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as the page sends it. */
function ask(path: string, { method = 'GET', headers = {}, body }: Options = {}): Promise<Response> {
  const own = { ...box.pageHeaders, ...(method === 'GET' ? {} : { origin: box.origin }) };
  return fetch(`${box.origin}/services/${path}`, {
    method,
    headers: { ...own, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const seen = (path: string) => box.platform.requests.filter((one) => one.path.split('?')[0] === path);

async function signIn() {
  const card = await testCard();
  const { serialNumber } = new X509Certificate(Buffer.from(card.authentication!.certificate, 'base64'));
  const serial = serialNumber.toLowerCase();
  await box.control('residents.enrol', { subject: hana, issuerKey: 'aa', serial, birthDate: '190403' });
  const page = await box.open();
  box.reader.lay(card);
  await page.call('login.start', { service: 'health' });
  await until(() => page.phases().includes('done'));
  return page;
}

describe('public data', () => {
  it('is asked for with the token of the box, even while somebody is signed in', async () => {
    box.platform.services.set('/notices/public', { body: '{"notices":[]}' });
    await signIn();
    const answer = await ask('notices/public');
    expect([answer.status, await answer.json()]).toEqual([200, { notices: [] }]);
    expect(seen('/notices/public')[0]!.token).toMatchObject({
      audience: 'urn:chanoma:notices',
      person: undefined,
    });
    expect(Date.parse(answer.headers.get('x-chanoma-as-of')!)).toBeGreaterThan(0);
  });

  it('is shown with its time while the platform is away, also after a restart', async () => {
    box.platform.services.set('/booking/facilities', { body: '{"facilities":[]}' });
    const fresh = await ask('booking/facilities?x=1');
    const asOf = fresh.headers.get('x-chanoma-as-of');
    await box.platform.down();
    for (const restart of [false, true]) {
      if (restart) await box.restart();
      const kept = await ask('booking/facilities?x=1');
      expect([kept.status, await kept.json()]).toEqual([200, { facilities: [] }]);
      expect(kept.headers.get('x-chanoma-as-of')).toBe(asOf);
      expect(kept.headers.get('x-chanoma-offline')).toBe('1');
    }
    expect(await codeOf(await ask('town/shelters'))).toEqual([502, 'platform.unreachable']);
  });

  it('is asked for again when the platform has forgotten the token', async () => {
    box.platform.services.set('/town/shelters', { body: '{"shelters":[]}' });
    await ask('town/shelters');
    box.platform.revokeTokens();
    expect((await ask('town/shelters')).status).toBe(200);
  });
});

describe('personal data', () => {
  it('needs a session', async () => {
    box.platform.services.set('/health/fhir/Observation', { body: '{}' });
    expect(await codeOf(await ask('health/fhir/Observation'))).toEqual([401, 'session.none']);
    expect(await codeOf(await ask('town/residents'))).toEqual([401, 'session.none']);
    expect(seen('/health/fhir/Observation')).toEqual([]);
  });

  it('is asked for with a token of the person for that service only, and never kept', async () => {
    box.platform.services.set('/health/fhir/Observation', {
      body: '{"total":0}',
      type: 'application/fhir+json',
    });
    await signIn();
    const answer = await ask('health/fhir/Observation?category=vital-signs&_count=5');
    expect(await answer.json()).toEqual({ total: 0 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [request] = seen('/health/fhir/Observation');
    expect(request!.path).toBe('/health/fhir/Observation?category=vital-signs&_count=5');
    expect(request!.token).toEqual({ audience: 'urn:chanoma:health', person: hana, jkt: expect.any(String) });
    expect(request!.headers.cookie).toBeUndefined();
    await box.platform.down();
    expect(await codeOf(await ask('health/fhir/Observation?category=vital-signs&_count=5'))).toEqual([
      502,
      'platform.unreachable',
    ]);
  });

  it('is out of reach the moment the card is taken, even an answer under way', async () => {
    box.platform.services.set('/health/fhir/Observation', { body: '{"total":1}' });
    await signIn();
    let go = () => {};
    box.platform.slowService = new Promise((resolve) => {
      go = resolve;
    });
    const underWay = ask('health/fhir/Observation');
    await until(() => seen('/health/fhir/Observation').length === 1);
    box.reader.take();
    go();
    expect(await codeOf(await underWay)).toEqual([401, 'session.none']);
    expect(await codeOf(await ask('health/fhir/Observation'))).toEqual([401, 'session.none']);
  });

  it('of a service that the login does not open stays closed', async () => {
    box.platform.decide = () => ({ resident: hana, services: ['health'] });
    await signIn();
    expect(await codeOf(await ask('booking/bookings'))).toEqual([401, 'session.none']);
  });

  it('ends the session when the platform no longer takes the token', async () => {
    const page = await signIn();
    box.platform.revokeTokens();
    expect(await codeOf(await ask('health/fhir/Observation'))).toEqual([401, 'session.ended']);
    await until(() => page.of('session.changed').some(({ reason }) => reason === 'expired'));
  });

  it('passes the platform’s own refusals on', async () => {
    await signIn();
    const body =
      '{"type":"about:blank","title":"taken","status":409,"code":"booking.taken","alternatives":[]}';
    box.platform.services.set('/booking/bookings', { status: 409, type: 'application/problem+json', body });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask('booking/bookings', { method: 'POST', headers, body: '{"facility":"hall"}' });
    expect([answer.status, await answer.text()]).toEqual([409, body]);
    expect(seen('/booking/bookings')[0]).toMatchObject({
      body: '{"facility":"hall"}',
      token: { person: hana },
    });
  });
});

describe('the gateway', () => {
  it.each([
    ['a foreign origin', { headers: { origin: 'http://evil.example' } }, 403, 'request.origin'],
    ['the origin null', { headers: { origin: 'null' } }, 403, 'request.origin'],
    [
      'another site by Fetch Metadata',
      { headers: { 'sec-fetch-site': 'cross-site' } },
      403,
      'request.origin',
    ],
    ['a missing own header', { headers: { 'x-chanoma': '' } }, 403, 'request.header'],
    ['no cookie', { headers: { cookie: '' } }, 401, 'request.pairing'],
    ['the cookie alone', { headers: { 'x-chanoma-secret': '' } }, 401, 'request.pairing'],
    [
      'a posting without origin',
      { method: 'POST', headers: { origin: '' }, body: '{}' },
      403,
      'request.origin',
    ],
    ['another method', { method: 'DELETE' }, 405, 'request.method'],
    [
      'another type of body',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' },
      415,
      'request.malformed',
    ],
    [
      'a body over 64 KiB',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: `"${'a'.repeat(65_536)}"` },
      413,
      'request.malformed',
    ],
  ] as [string, Options, number, string][])('refuses %s', async (_name, options, status, code) => {
    await signIn();
    const before = box.platform.requests.length;
    expect(await codeOf(await ask('booking/bookings', options))).toEqual([status, code]);
    expect(box.platform.requests).toHaveLength(before);
  });

  it.each([
    'identity/policy',
    'oidc/token',
    'console/towns',
    'health',
    'booking/%2e%2e/identity',
    'booking//x',
    'booking/a%2fb',
  ])('knows no way to %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('is never asked more than a page asks', async () => {
    const answers: Response[] = [];
    // As many connections at once as a browser opens.
    const asking = Array.from({ length: 6 }, async () => {
      while (answers.length < 250) answers.push(await ask('booking/bookings'));
    });
    await Promise.all(asking);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(40);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await codeOf(refused[0] as Response)).toEqual([429, 'request.rate']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ask('booking/bookings')).status).toBe(401);
  });

  it('passes nothing on that a browser would run', async () => {
    box.platform.services.set('/notices/public', { body: '<script>1</script>', type: 'text/html' });
    expect(await codeOf(await ask('notices/public'))).toEqual([502, 'platform.failed']);
  });
});
