import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { apiLevel } from '../../../reader-agent/src/protocol/local.ts';
import { Page, pairedBy, TestBox, until } from '../box.ts';

let box: TestBox;

beforeAll(async () => {
  box = await TestBox.start({ framers: ['http://localhost:8080'] });
  await box.pair();
});
afterAll(() => box.stop());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** One HTTP request with exactly these headers. */
function send(path: string, headers: Record<string, string>, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: box.agent.port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Status of an upgrade to `/agent`; 101 when it is let in. */
function upgrade(headers: Record<string, string>, path = '/agent'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port: box.agent.port,
      path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    sent.on('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve(101);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const host = () => `localhost:${box.agent.port}`;
const wrongOrigins = (): [string, string | undefined][] => [
  ['missing', undefined],
  ['empty', ''],
  ['null', 'null'],
  ['foreign', 'http://evil.example'],
  ['of another port', `http://localhost:${box.agent.port + 1}`],
  ['of another scheme', `https://${host()}`],
  ['with a suffix', `http://${host()}.evil.example`],
  ['of the living room', 'http://localhost:8080'],
  ['of another spelling than the Host', `http://127.0.0.1:${box.agent.port}`],
];

describe('the socket of the page', () => {
  it('is open to the paired page under every spelling of this machine', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const spelled = `${name}:${box.agent.port}`;
      expect(await upgrade({ host: spelled, origin: `http://${spelled}`, cookie: box.cookie })).toBe(101);
    }
  });

  it('is closed to every other origin, even with the cookie', async () => {
    for (const [name, origin] of wrongOrigins()) {
      const headers = { host: host(), cookie: box.cookie, ...(origin === undefined ? {} : { origin }) };
      expect([name, await upgrade(headers)]).toEqual([name, 403]);
    }
  });

  it('is closed to every other host name (DNS rebinding)', async () => {
    for (const wrong of ['evil.example', `evil.example:${box.agent.port}`, 'localhost', 'localhost.:80']) {
      expect(await upgrade({ host: wrong, origin: `http://${wrong}`, cookie: box.cookie })).toBe(403);
    }
  });

  it('is closed without the cookie and with wrong ones', async () => {
    const headers = { host: host(), origin: box.origin };
    expect(await upgrade(headers)).toBe(401);
    const name = box.cookie.split('=')[0];
    expect(await upgrade({ ...headers, cookie: `${name}=guess` })).toBe(401);
    expect(await upgrade({ ...headers, cookie: `${name}=guess; ${name}=${'A'.repeat(43)}` })).toBe(401);
    expect(await upgrade({ ...headers, cookie: box.cookie }, '/other')).toBe(404);
  });

  // A page at another port of this host can set cookies for us, more specific ones even before ours.
  it('is not shut to the paired page by a cookie that somebody added', async () => {
    const headers = { host: host(), origin: box.origin };
    const added = `${box.cookie.split('=')[0]}=added`;
    expect(await upgrade({ ...headers, cookie: `${added}; ${box.cookie}` })).toBe(101);
    expect(await upgrade({ ...headers, cookie: `${box.cookie}; ${added}` })).toBe(101);
  });
});

describe('pages and files', () => {
  it('are refused under every other host name', async () => {
    for (const wrong of [
      'evil.example',
      `evil.example:${box.agent.port}`,
      `localhost:${box.agent.port + 1}`,
    ]) {
      expect((await send('/', { host: wrong, cookie: box.cookie })).status).toBe(403);
    }
  });

  it('refuse two Host headers', async () => {
    const socket = connect(box.agent.port, '127.0.0.1');
    const first = await new Promise<string>((resolve) => {
      socket.on('data', (data) => resolve(data.toString()));
      socket.write(`GET / HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.example\r\n\r\n`);
    });
    socket.destroy();
    expect(first).toMatch(/^HTTP\/1\.1 40[03]/);
  });

  it('say one calm sentence to a browser that is not paired', async () => {
    const answer = await send('/', { host: host() });
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('テレビ');
    expect(answer.body).not.toContain('id="box"');
  });

  it('carry the settings and strict headers when they are paired', async () => {
    const { status, headers, body } = await send('/', { host: host(), cookie: box.cookie });
    expect(status).toBe(200);
    const json = /<script type="application\/json" id="box">(.*?)<\/script>/.exec(body)?.[1];
    expect(JSON.parse(json!)).toEqual({ livingRoomOrigins: ['http://localhost:8080'], renderer: 'webgl' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://${host()};`);
    expect(policy).toContain('frame-ancestors http://localhost:8080');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    '/../data/box-key.json',
    '/%2e%2e/data/box-key.json',
    '/..%2fdata/box-key.json',
    '/..%5cdata%5cbox-key.json',
    '/x%00.js',
    '/.hidden.js',
    '//evil/x.js',
  ])('do not leave their folder: %s', async (path) => {
    expect((await send(path, { host: host(), cookie: box.cookie })).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['the page', '/', {}, 'GET'],
    ['the page of a stranger', '/', { cookie: '' }, 'GET'],
    ['a wrong pairing code', '/pair?code=x', {}, 'GET'],
    ['an unknown file', '/none.js', {}, 'GET'],
    ['another name', '/', { host: 'evil.example' }, 'GET'],
    ['another method', '/', {}, 'POST'],
    ['data without a session', '/services/booking/bookings', {}, 'GET'],
    [
      'a socket that is refused',
      '/agent',
      { connection: 'Upgrade', upgrade: 'websocket', origin: 'null' },
      'GET',
    ],
    ['a header too large', '/', { 'x-filler': 'a'.repeat(20_000) }, 'GET'],
  ])('say with every answer who may frame it: %s', async (_name, path, headers, method) => {
    const answer = await send(path, { host: host(), ...box.pageHeaders, ...headers }, method);
    const html = String(answer.headers['content-type']).startsWith('text/html');
    const ancestors = html ? 'http://localhost:8080' : "'none'";
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(answer.headers['content-security-policy']).toContain(`frame-ancestors ${ancestors}`);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('may be framed by nobody on a box', async () => {
    const bare = await TestBox.start({ registered: false });
    await bare.pair();
    const answer = await fetch(bare.origin, { headers: { cookie: bare.cookie } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    await bare.stop();
  });

  it('change nothing for other methods and other origins', async () => {
    expect((await send('/', { host: host(), cookie: box.cookie }, 'POST', '{}')).status).toBe(403);
    expect(
      (await send('/', { host: host(), cookie: box.cookie, origin: box.origin }, 'POST', '{}')).status,
    ).toBe(405);
    const asked = { host: host(), origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const preflight = await send('/services/booking/bookings', asked, 'OPTIONS');
    expect(preflight.status).toBe(403);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('pairing', () => {
  const redeem = (code: string) => send(`/pair?code=${code}`, { host: host() });

  it('works once for each code', async () => {
    const { code } = await box.control('pairing.code');
    const first = await redeem(String(code));
    expect(first.status).toBe(303);
    expect(first.headers.location).toMatch(/^\/#secret=[\w-]{43}$/);
    expect(first.headers['content-security-policy']).toContain('frame-ancestors http://localhost:8080');
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(
      new RegExp(`^chanoma-tv-${box.agent.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect((await redeem(String(code))).status).toBe(401);
    box.paired = pairedBy(cookie, first.headers.location);
    expect(cookie).not.toContain(box.paired.secret);
  });

  it('refuses a guessed, an empty and a missing code', async () => {
    for (const path of ['/pair?code=guess', '/pair?code=', '/pair']) {
      expect((await send(path, { host: host() })).status).toBe(401);
    }
  });

  it('does not use a code up for HEAD', async () => {
    const { code } = await box.control('pairing.code');
    await send(`/pair?code=${code}`, { host: host() }, 'HEAD');
    const answer = await redeem(String(code));
    expect(answer.status).toBe(303);
    box.paired = pairedBy(answer.headers['set-cookie'], answer.headers.location);
  });

  it('ends the former cookie and its socket', async () => {
    const page = await box.open();
    const stale = box.cookie;
    await box.pair();
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(4001);
    expect(await upgrade({ host: host(), origin: box.origin, cookie: stale })).toBe(401);
    expect((await send('/', { host: host(), cookie: stale })).status).toBe(401);
  });

  it('survives a restart of the agent', async () => {
    await box.restart();
    const page = await box.open();
    expect(page.state.apiLevel).toBe(apiLevel);
  });
});

describe('messages of the page', () => {
  it('must begin with hello, soon', async () => {
    const page = await Page.open(box.agent.port, box.paired);
    expect((await page.ask('login.start', { service: 'health' })).error?.data).toEqual({
      code: 'request.hello',
      path: '/method',
    });
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(4002);
  });

  it.each([
    ['of an older level', { apiLevel: 1 }, 'page.too-old', '/params/apiLevel', 4003],
    ['of a newer level', { apiLevel: apiLevel + 1, new: true }, 'page.too-new', '/params/apiLevel', 4003],
    ['without the secret of the page', { apiLevel, secret: '' }, 'request.pairing', '/params/secret', 4004],
    ['with a wrong secret', { apiLevel, secret: 'A'.repeat(43) }, 'request.pairing', '/params/secret', 4004],
    ['that says no secret', { apiLevel }, 'request.malformed', '/params/secret', 4002],
    ['that says nothing', {}, 'request.malformed', '/params/apiLevel', 4002],
  ])('%s is told why, changes nothing and ends', async (_name, params, code, path, close) => {
    const honest = await box.open();
    const page = await Page.open(box.agent.port, box.paired);
    expect((await page.ask('hello', params)).error?.data).toEqual({ code, path });
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(close);
    expect(honest.closed).toBeUndefined();
    await honest.hello();
  });

  it.each([
    ['not json', 'request.malformed', ''],
    ['[]', 'request.malformed', ''],
    ['{"jsonrpc":"1.0","id":7,"method":"hello"}', 'request.malformed', '/jsonrpc'],
    ['{"jsonrpc":"2.0","id":7,"method":"apdu.send","params":{}}', 'request.unknown-method', '/method'],
    ['{"jsonrpc":"2.0","id":7,"method":"toString","params":{}}', 'request.unknown-method', '/method'],
    [
      '{"jsonrpc":"2.0","id":7,"method":"login.start","params":{"service":"x"}}',
      'request.malformed',
      '/params/service',
    ],
    [
      '{"jsonrpc":"2.0","id":7,"method":"login.start","params":{"service":"boxes"}}',
      'request.malformed',
      '/params/service',
    ],
    [
      '{"jsonrpc":"2.0","id":7,"method":"login.start","params":{"service":"health","x":1}}',
      'request.malformed',
      '/params/x',
    ],
    ['{"jsonrpc":"2.0","id":7,"method":"login.start","params":5}', 'request.malformed', '/params'],
    ['{"jsonrpc":"2.0","id":7,"method":"login.start","extra":1}', 'request.malformed', '/extra'],
  ])('that do not fit are answered with the field and change nothing: %s', async (text, code, path) => {
    const page = await box.open();
    const known = page.answers.length;
    page.socket.send(text);
    await until(() => page.answers.length > known);
    expect(page.answers.at(-1)?.error?.data).toEqual({ code, path });
    expect((await page.hello()).login).toBeNull();
  });

  it('over 8 KiB or binary end the connection', async () => {
    const large = await box.open();
    large.socket.send(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'hello', params: { x: 'a'.repeat(9000) } }),
    );
    await until(() => large.closed !== undefined);
    expect(large.closed).toBe(1009);
    const binary = await box.open();
    binary.socket.send(Buffer.from('{}'));
    await until(() => binary.closed !== undefined);
    expect(binary.closed).toBe(1003);
  });

  it('that come in a flood are refused, then end the connection', async () => {
    const page = await box.open();
    for (let count = 0; count < 400; count += 1) page.socket.send('{}');
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(4008);
    expect(page.answers.some(({ error }) => error?.data.code === 'request.rate')).toBe(true);
  });

  it('come from one page: a second socket replaces the first', async () => {
    const first = await box.open();
    const second = await box.open();
    await until(() => first.closed !== undefined);
    expect(first.closed).toBe(4001);
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    await second.hello();
  });
});

describe('the owner-only socket', () => {
  it('refuses what does not fit, with the field', async () => {
    await expect(box.control('box.register', { code: 12 })).rejects.toThrow('request.malformed');
    await expect(box.control('nothing')).rejects.toThrow('request.unknown-method');
    await expect(box.control('box.register', { code: '12345678' })).rejects.toThrow('box.registered');
    const bare = await TestBox.start({ registered: false });
    await expect(bare.control('box.register', { code: '00000000' })).rejects.toThrow('registration.code');
    expect(await bare.control('status')).toMatchObject({ registered: false, box: null });
    await bare.stop();
    expect(await box.control('status')).toMatchObject({
      registered: true,
      box: box.platform.box,
      reader: 'ready',
    });
  });
});
