import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueOrder } from '../../../mock-platform/src/alerts/issue-order.ts';
import { certificationModule, openCertification } from '../../../mock-platform/src/certification/index.ts';
import type { PlatformModule } from '../../../mock-platform/src/server/context.ts';
import { productionModules } from '../../../mock-platform/src/server/modules.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { addReadinessCheck } from '../../../mock-platform/src/server/readiness.ts';
import { BoxSocket } from '../box-socket.ts';
import { ask, startTestPlatform } from '../platform.ts';
import { hiyori, orderDraft, registerTestBox, seedTwoTowns, type TestBox } from '../two-towns.ts';
import { AnswerValidator, faultsOf, type OpenApi } from './openapi.ts';

let release: () => void = () => undefined;
const slow = new Promise<void>((done) => {
  release = done;
});
let missing = false;

const trial: PlatformModule = {
  name: 'trial',
  migrations: {},
  routes(app, context) {
    app.get('/trial/slow', async () => {
      await slow;
      return { done: true };
    });
    addReadinessCheck(context, 'trial', () => !missing);
  },
};

let platform: RunningPlatform;
let box: TestBox;
let document: OpenApi;
let validator: AnswerValidator;

beforeAll(async () => {
  platform = await startTestPlatform(
    {
      modules: [...productionModules, certificationModule, trial],
      prepare: async ({ configuration, clock }) =>
        void (await openCertification(configuration.dataDirectory, clock)),
    },
    { drainMilliseconds: 10_000 },
  );
  await seedTwoTowns(platform.context);
  box = await registerTestBox(platform, 'hana');
  document = (await ask(`${platform.url}/openapi.json`)).json<OpenApi>();
  validator = new AnswerValidator(document);
});
afterAll(() => platform.close());

const own = () => ({ authorization: `DPoP ${box.id}` });

describe('The OpenAPI document', () => {
  it('is one of OpenAPI 3.1 whose references lead somewhere', () => {
    expect(faultsOf(document)).toEqual([]);
    validator.compileAll();
  });

  it('has every address of the platform, and no other', () => {
    const routes = platform.app.registeredRoutes
      .filter(({ path }) => !path.startsWith('/trial/') && !path.startsWith('/oidc/'))
      .flatMap(({ methods, upgrade, path }) =>
        (upgrade ? ['GET'] : methods)
          .filter((method) => method !== 'HEAD')
          .map((method) => `${method} ${path.replace(/:([A-Za-z]+)/g, '{$1}').replace('*', '{path}')}`),
      );
    const described = Object.entries(document.paths)
      .filter(([path]) => !path.startsWith('/oidc/'))
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    expect(described.sort()).toEqual([...new Set(routes)].sort());
    expect(document.paths).toHaveProperty('/oidc/token');
  });

  it.each([
    ['/healthz', 'get', 200, {}],
    ['/readyz', 'get', 200, {}],
    ['/identity/policy', 'get', 200, {}],
    ['/notices/public', 'get', 200, own],
    ['/town/residents', 'get', 200, own],
    ['/town/shelters', 'get', 200, own],
    ['/booking/facilities', 'get', 200, own],
    ['/town/residents', 'get', 401, {}],
    ['/notices/public', 'get', 403, { origin: 'https://evil.example' }],
    ['/health/accesses', 'get', 401, own],
    ['/identity/applications/{id}', 'get', 404, own],
    ['/boxes/registrations', 'post', 400, { body: { code: 'x' } }],
    ['/boxes/registrations', 'post', 413, { body: 'x'.repeat(300_000) }],
    ['/boxes/registrations', 'post', 415, { body: 'x', 'content-type': 'application/xml' }],
  ])('describes what %s (%s) answers: %i', async (path, method, status, sent) => {
    const { body, ...headers } = (typeof sent === 'function' ? sent() : sent) as Record<string, string>;
    const answer = await ask(`${platform.url}${path.replace('{id}', randomUUID())}`, {
      method: method.toUpperCase(),
      headers,
      body,
    });
    expect(answer.status).toBe(status);
    const type = String(answer.headers['content-type']);
    expect(validator.faults(path, method, { status, type, body: answer.body })).toBeUndefined();
  });
});

describe('Answers to what is no request of ours', () => {
  it.each([
    ['GET', '/nowhere', 404, 'request.not-found'],
    ['DELETE', '/healthz', 405, 'request.method'],
    ['GET', '/boxes/registrations', 405, 'request.method'],
    ['PUT', '/booking/bookings/1/cancel', 405, 'request.method'],
  ])('%s %s is a problem', async (method, path, status, code) => {
    const answer = await ask(`${platform.url}${path}?x=1`, { method });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(answer.json()).toMatchObject({ status, code });
    if (status === 405) expect(answer.headers.allow).toMatch(/^(GET, HEAD|POST)$/);
  });
});

describe('Readiness and metrics', () => {
  it('names what is missing', async () => {
    missing = true;
    const answer = await ask(`${platform.url}/readyz`);
    expect([answer.status, answer.json()]).toEqual([503, { status: 'not-ready', missing: ['trial'] }]);
    missing = false;
  });

  it('are shown to the monitoring alone, and say nothing about anybody', async () => {
    const refused = await ask(`${platform.url}/metrics`, { headers: { authorization: 'Bearer guess' } });
    expect([refused.status, refused.json()]).toMatchObject([401, { code: 'monitor.token' }]);
    const socket = await BoxSocket.resumed(platform.url, box.id);
    await issueOrder(platform.context, hiyori, 'sato', orderDraft(randomUUID()));
    await socket.next('order');
    const token = Buffer.from(
      platform.context.keys.readOrCreate('metrics-token', () => Buffer.alloc(0)),
    ).toString();
    const shown = await ask(`${platform.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(shown.status).toBe(200);
    const value = (name: string) =>
      Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(shown.body)?.[1]);
    expect(value('chanoma_boxes_connected')).toBe(1);
    expect(value('chanoma_orders_outstanding')).toBe(1);
    expect(value('chanoma_audit_queue')).toBe(0);
    expect(value('chanoma_revocation_lists')).toBe(0);
    expect(value('chanoma_answers_total{route="/nowhere",status="4xx"}')).toBeNaN();
    expect(value('chanoma_answers_total{route="/readyz",status="5xx"}')).toBe(1);
    expect(shown.body).not.toContain(box.id);
    expect(shown.body).not.toMatch(/hana|yamate/);
    socket.close();
  });
});

describe('The end of a platform', () => {
  it('lets answers under way end and takes nothing new', async () => {
    const under = ask(`${platform.url}/trial/slow`);
    await ask(`${platform.url}/healthz`);
    const closed = platform.close();
    await new Promise((next) => setTimeout(next, 50));
    const late = await ask(`${platform.url}/healthz`).catch((error: NodeJS.ErrnoException) => error.code);
    expect(late).toBe('ECONNREFUSED');
    release();
    expect((await under).json()).toEqual({ done: true });
    await closed;
  });
});
