import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Problem } from '../../../mock-platform/src/protocol/problem.ts';
import type { PlatformModule } from '../../../mock-platform/src/server/context.ts';
import { requireOwnOrigin } from '../../../mock-platform/src/server/own-addresses.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { PlatformError } from '../../../mock-platform/src/server/platform-error.ts';
import { type Answer, ask, startTestPlatform } from '../platform.ts';

const trial: PlatformModule = {
  name: 'trial',
  migrations: {},
  routes(app) {
    const Body = z.strictObject({ list: z.array(z.object({ 'a/b': z.number() })) });
    app.post('/trial', { schema: { body: Body } }, async () => ({ done: true }));
    app.post('/trial/own', { onRequest: requireOwnOrigin }, async () => ({ done: true }));
    app.get('/trial/open', { config: { anyOrigin: true } }, async () => ({ done: true }));
    app.get('/trial/refused', async () => {
      throw new PlatformError(409, 'trial.refused', 'Because.');
    });
    app.get('/trial/broken', async () => {
      throw new Error('the secret is 1234');
    });
  },
};

describe('The platform’s web server', () => {
  let platform: RunningPlatform;
  let port: string;
  beforeAll(async () => {
    platform = await startTestPlatform({ modules: [trial] });
    port = new URL(platform.url).port;
  });
  afterAll(() => platform.close());

  const codeOf = (answer: Answer): string => answer.json<Problem>().code;

  it.each(['localhost', '127.0.0.1', '[::1]'])(
    'answers to the name %s on both loopback addresses',
    async (name) => {
      for (const address of ['127.0.0.1', '::1']) {
        const answer = await ask(`http://${name}:${port}/healthz`, { address });
        expect(answer.status).toBe(200);
      }
    },
  );

  it.each(['evil.example', `evil.example:`, 'localhost', 'localhost:1'])('refuses Host %s', async (host) => {
    const answer = await ask(`${platform.url}/healthz`, {
      headers: { host: host.endsWith(':') ? `${host}${port}` : host },
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'request.host']);
  });

  it('refuses pages of other origins on every method, and never sends CORS headers', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      for (const origin of [
        'https://evil.example',
        'null',
        `http://localhost:1`,
        `https://localhost:${port}`,
      ]) {
        const answer = await ask(`${platform.url}/healthz`, { method, headers: { origin } });
        expect([method, origin, answer.status, codeOf(answer)]).toEqual([
          method,
          origin,
          403,
          'request.origin',
        ]);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
  });

  it('lets our own pages in under every spelling', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const answer = await ask(`${platform.url}/healthz`, { headers: { origin: `http://${name}:${port}` } });
      expect(answer.status).toBe(200);
    }
  });

  it('lets any origin read a route that says so', async () => {
    const answer = await ask(`${platform.url}/trial/open`, { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(200);
  });

  it('asks state-changing pages for their Origin', async () => {
    const without = await ask(`${platform.url}/trial/own`, { method: 'POST' });
    expect([without.status, codeOf(without)]).toEqual([403, 'request.origin']);
    const own = await ask(`${platform.url}/trial/own`, { method: 'POST', headers: { origin: platform.url } });
    expect(own.status).toBe(200);
  });

  it('names every wrong field of a body by JSON pointer', async () => {
    const answer = await ask(`${platform.url}/trial`, { body: { list: [{ 'a/b': 'x' }], more: 1 } });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const problem = answer.json<Problem>();
    expect(problem.code).toBe('request.malformed');
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual(['/list/0/a~1b', '/more']);
  });

  it.each([
    ['{', 400, 'request.malformed'],
    ['', 400, 'request.malformed'],
    [JSON.stringify('x'.repeat(300_000)), 413, 'request.too-large'],
  ])('answers a body that is no message with a problem', async (body, status, code) => {
    const answer = await ask(`${platform.url}/trial`, { method: 'POST', body });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it.each([
    ['cannot be read', 'NONSENSE\r\n\r\n', 400, 'request.malformed'],
    [
      'has endless headers',
      `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'request.headers-too-large',
    ],
  ])('answers a request that %s with a problem as well', async (_what, request, status, code) => {
    const answer = await new Promise<string>((done) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
      let heard = '';
      socket.on('data', (part) => {
        heard += String(part);
      });
      socket.on('close', () => done(heard));
      socket.on('error', () => undefined);
    });
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json`));
    expect(Problem.parse(JSON.parse(body))).toMatchObject({ status, code });
  });

  it('gives refusals with their code and keeps failures to itself', async () => {
    const refused = await ask(`${platform.url}/trial/refused`);
    expect(refused.json()).toMatchObject({ status: 409, code: 'trial.refused', detail: 'Because.' });
    const broken = await ask(`${platform.url}/trial/broken`);
    expect(broken.json()).toMatchObject({ status: 500, code: 'platform.failed' });
    expect(broken.body).not.toContain('1234');
    const missing = await ask(`${platform.url}/nowhere`);
    expect(missing.json()).toMatchObject({ status: 404, code: 'request.not-found' });
  });

  it('protects what browsers get', async () => {
    const { headers } = await ask(`${platform.url}/healthz`);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('names a taken port with a remedy', async () => {
    await expect(startTestPlatform({ modules: [] }, { port: Number(port) })).rejects.toMatchObject({
      code: 'platform.port-taken',
      message: expect.stringContaining(port),
    });
  });
});

describe('Health of the platform', () => {
  it('says what is missing', async () => {
    let codes = ['reader.missing'];
    const platform = await startTestPlatform({ modules: [], degradedBy: () => codes });
    const degraded = await ask(`${platform.url}/healthz`);
    expect([degraded.status, degraded.json()]).toEqual([
      503,
      { status: 'degraded', codes: ['reader.missing'] },
    ]);
    codes = [];
    expect((await ask(`${platform.url}/healthz`)).status).toBe(200);
    await platform.close();
  });
});
