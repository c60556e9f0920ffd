import { spawn } from 'node:child_process';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiLevel, type ShownOrder } from '../../reader-agent/src/protocol/local.ts';
import { Page, type Paired, redeem, TestBox, until } from '../reader-agent/box.ts';
import { anOrder, signed, townKey } from '../reader-agent/fake-platform.ts';

let box: TestBox;
let television: Page;
let stale: Paired;
let usedCode: string;

/** Status and code of the answer to exactly these headers; 101 when an upgrade is let in. */
function ask(path: string, headers: Record<string, string>): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: box.agent.port, path, headers });
    sent.on('response', (answer: IncomingMessage) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve([answer.statusCode ?? 0, /"code":"([^"]+)"/.exec(text)?.[1] ?? text]));
    });
    sent.on('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve([101, '']);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const host = () => `localhost:${box.agent.port}`;
const upgrade = (headers: Record<string, string>) =>
  ask('/agent', {
    host: host(),
    origin: box.origin,
    cookie: box.cookie,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  });
const services = (headers: Record<string, string>) =>
  ask('/services/notices/public', { host: host(), ...box.pageHeaders, ...headers });
/** A socket as somebody opens it who has caught the cookie, but is not the page. */
const intruder = (secret = '') => Page.open(box.agent.port, { cookie: box.cookie, secret });
const ended = (page: Page) => until(() => page.closed);

/** The television that was there before is there still, without a new connection, and gets everything. */
async function unharmed(): Promise<void> {
  expect(television.closed).toBeUndefined();
  expect(await television.hello()).toMatchObject({ apiLevel, registered: true, login: null });
  expect(await services({})).toEqual([200, '{"notices":[]}']);
}

beforeAll(async () => {
  box = await TestBox.start();
  box.platform.services.set('/notices/public', { body: '{"notices":[]}' });
  stale = await box.pair();
  usedCode = String((await box.control('pairing.code')).code);
  box.paired = await redeem(box.origin, usedCode);
  television = await box.open();
});
afterAll(() => box.stop());

const refusedAtTheDoor: [string, () => Promise<[number, string]>, number, string][] = [
  ['a socket of another origin', () => upgrade({ origin: 'http://evil.example' }), 403, 'request.origin'],
  ['a socket of the origin null', () => upgrade({ origin: 'null' }), 403, 'request.origin'],
  ['a socket without an origin', () => upgrade({ origin: '' }), 403, 'request.origin'],
  ['a socket of another port', () => upgrade({ origin: 'http://localhost:1' }), 403, 'request.origin'],
  ['a socket under another name', () => upgrade({ host: 'evil.example' }), 403, 'request.host'],
  ['a socket without the cookie', () => upgrade({ cookie: '' }), 401, 'request.pairing'],
  ['a socket with a stale cookie', () => upgrade({ cookie: stale.cookie }), 401, 'request.pairing'],
  ['a question of another origin', () => services({ origin: 'http://evil.example' }), 403, 'request.origin'],
  ['a question of the origin null', () => services({ origin: 'null' }), 403, 'request.origin'],
  ['a question under another name', () => services({ host: 'evil.example:80' }), 403, 'request.host'],
  ['a question with the cookie alone', () => services({ 'x-chanoma-secret': '' }), 401, 'request.pairing'],
  ['a question with the secret alone', () => services({ cookie: '' }), 401, 'request.pairing'],
  [
    'a question with a stale secret',
    () => services({ 'x-chanoma-secret': stale.secret }),
    401,
    'request.pairing',
  ],
  ['a question with a stale cookie', () => services({ cookie: stale.cookie }), 401, 'request.pairing'],
  ['a question without the own header', () => services({ 'x-chanoma': '' }), 403, 'request.header'],
];

/** What somebody sends who got in with the cookie, and what comes of it. */
const refusedMessages: [string, string | Buffer, string | undefined, number | undefined][] = [
  ['a command without hello', rpc('session.end', { reason: 'viewer' }), 'request.hello', undefined],
  ['a hello without the secret', rpc('hello', { apiLevel, secret: '' }), 'request.pairing', 4004],
  ['a guessed secret', rpc('hello', { apiLevel, secret: 'A'.repeat(43) }), 'request.pairing', 4004],
  ['what is no JSON', '{"jsonrpc":', 'request.malformed', undefined],
  ['a batch', `[${rpc('hello', {})},${rpc('hello', {})}]`, 'request.malformed', undefined],
  ['very deep JSON', '['.repeat(4000) + ']'.repeat(4000), 'request.malformed', undefined],
  ['deep parameters', rpc('hello', deep(1000)), 'request.malformed', undefined],
  ['a wrong type', '{"jsonrpc":"2.0","id":1,"method":5}', 'request.malformed', undefined],
  ['a prototype', '{"__proto__":{"greeted":true},"jsonrpc":"2.0"}', 'request.malformed', undefined],
  ['a card command', rpc('apdu.send', { apdu: '00A4040C' }), 'request.unknown-method', undefined],
  ['a frame over 8 KiB', rpc('hello', { filler: 'x'.repeat(9000) }), undefined, 1009],
  ['a binary frame', Buffer.from([0, 1, 2]), undefined, 1003],
];

function rpc(method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}

function deep(levels: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}

describe('The honest television goes on', () => {
  it.each(refusedAtTheDoor)('while %s is refused', async (_name, attack, status, code) => {
    expect(await attack()).toEqual([status, code]);
    await unharmed();
  });

  it('while a pairing code is used a second time', async () => {
    const answer = await fetch(`${box.origin}/pair?code=${usedCode}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([401, null]);
    await unharmed();
  });

  it.each(refusedMessages)(
    'while %s comes from who has only the cookie',
    async (_name, sent, code, close) => {
      const page = await intruder();
      page.socket.send(sent);
      if (code !== undefined) {
        const answer = await until(() => page.answers[0]);
        expect(answer.error?.data.code).toBe(code);
      }
      if (close !== undefined) expect(await ended(page)).toBe(close);
      page.socket.terminate();
      await unharmed();
    },
  );

  it.each([
    ['without its mask', Buffer.from([0x81, 2, 0x7b, 0x7d]), 1002],
    ['of a reserved kind', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ['that is no UTF-8', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]), 1007],
    ['that claims to be endless', Buffer.from([0x81, 0xff, 127, 255, 255, 255, 255, 255, 255, 255]), 1009],
  ])('while a frame comes %s', async (_name, frame, close) => {
    const page = await intruder();
    // Below the library, which would not write such a frame.
    (page.socket as unknown as { _socket: Socket })._socket.write(frame);
    expect(await ended(page)).toBe(close);
    await unharmed();
  });

  it('while others open sockets and say nothing, or flood them', async () => {
    const silent = await Promise.all(Array.from({ length: 12 }, () => intruder()));
    await unharmed();
    const flooding = await intruder();
    for (let count = 0; count < 400; count += 1) flooding.socket.send('{}');
    expect(await ended(flooding)).toBe(4008);
    expect(new Set(await Promise.all(silent.map(ended)))).toEqual(new Set([4002]));
    await unharmed();
  });

  it('while hundreds of connections begin a request and never end it', async () => {
    const slow = Array.from({ length: 250 }, () => {
      const socket = connect(box.agent.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
      socket.write(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX-`);
      return socket;
    });
    const open = new Set<Socket>(slow);
    // Most of them are sent away at once, so that there is room for a new connection of the page.
    await until(() => open.size <= 40);
    await unharmed();
    const again = await box.open();
    expect(await ended(television)).toBe(4001);
    television = again;
    for (const socket of slow) socket.destroy();
    await unharmed();
  });

  it('while orders come that its town did not sign', async () => {
    const bad = [anOrder(), anOrder(), anOrder()];
    const [foreign, missing, broken] = bad as [(typeof bad)[0], (typeof bad)[0], (typeof bad)[0]];
    box.platform.send(await signed(await townKey(), foreign));
    const unsigned = Buffer.from(JSON.stringify(missing)).toString('base64url');
    box.platform.send(
      `${Buffer.from('{"alg":"none","typ":"chanoma-order+jwt"}').toString('base64url')}.${unsigned}.`,
    );
    box.platform.send((await signed(box.platform.key, broken)).replace(/.{6}$/, 'AAAAAA'));
    const good = anOrder();
    await box.platform.issue(good);
    const code = (id: string) => box.platform.receipts.find(({ order }) => order === id)?.code;
    await until(() => box.platform.receipts.some(({ order }) => order === good.id));
    expect(code(foreign.id)).toBe('order.key-unknown');
    expect(code(missing.id)).toMatch(/^order\./);
    expect(code(broken.id)).toBe('order.signature');
    const shown = television.of('orders.changed').at(-1)?.orders as ShownOrder[];
    expect(shown.map(({ order }) => order.id)).toEqual([good.id]);
    expect(await box.control('status')).toMatchObject({
      refusedOrders: [{ code: 'order.key-unknown' }, {}, { code: 'order.signature' }],
    });
    await unharmed();
  });

  it('while somebody else answers in the place of the platform: nothing of it is shown', async () => {
    const { key } = box.platform;
    await box.platform.down();
    box.platform.key = await townKey();
    await box.platform.up();
    await until(() => television.of('platform.changed').at(-1)?.platform === 'online', 20_000);
    const forged = anOrder();
    await box.platform.issue(forged);
    await until(() => box.platform.receipts.some(({ order }) => order === forged.id));
    const { orders } = await television.hello();
    expect(orders.map(({ order }) => order.id)).not.toContain(forged.id);
    box.platform.key = key;
    await unharmed();
  });

  it.skipIf(process.getuid?.() !== 0)(
    'while another user of the box tries the control socket (needs root)',
    async () => {
      const program = `require('net').connect(process.argv[1]).on('connect', () => console.log('in')).on('error', (e) => console.log(e.code))`;
      const child = spawn(process.execPath, ['-e', program, box.controlPath], { uid: 65534, gid: 65534 });
      const said = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data) => resolve(String(data))),
      );
      expect(said.trim()).toBe('EACCES');
      await unharmed();
    },
  );

  it('and gives way to the page that its own browser is paired with next', async () => {
    const former = television;
    television = await Page.open(box.agent.port, await box.pair());
    expect(await ended(former)).toBe(4001);
    await television.hello();
    await unharmed();
    const { login } = await television.call('login.start', { service: 'health' });
    await television.call('login.cancel', { login });
    await until(() => television.phases().at(-1) === 'cancelled');
  });
});
