import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiLevel } from '../../reader-agent/src/protocol/local.ts';
import { startBridge } from '../../tv-app/src/app/bridge.ts';
import { defaultSettings, SettingsStore } from '../../tv-app/src/app/settings.ts';
import { AgentClient, AgentError, type Socket } from '../../tv-app/src/clients/agent.ts';
import { BoxStore } from '../../tv-app/src/clients/box.ts';
import { takePageSecret } from '../../tv-app/src/clients/page-secret.ts';
import { ServiceError, ServicesClient } from '../../tv-app/src/clients/services.ts';
import { quietBox, shownOrder } from './canned.ts';
import { TestClock } from './stage.ts';

const secret = 's'.repeat(43);

class FakeSocket implements Socket {
  sent: { id: number; method: string; params: unknown }[] = [];
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(): void {
    this.onclose?.(undefined as never);
  }
  open(): void {
    this.onopen?.(undefined as never);
  }
  receive(message: unknown): void {
    this.onmessage?.({
      data: typeof message === 'string' ? message : JSON.stringify(message),
    } as MessageEvent);
  }
}

function line() {
  const sockets: FakeSocket[] = [];
  const clock = new TestClock();
  const box = new BoxStore();
  const agent = new AgentClient(
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    box,
    clock,
    secret,
  );
  agent.start();
  sockets[0]!.open();
  return { sockets, clock, box, agent, socket: sockets[0]! };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('knows why the agent does not take this page, until it does', async () => {
  const { socket, sockets, clock, box } = line();
  const data = { code: 'page.too-old' };
  socket.receive({ jsonrpc: '2.0', id: socket.sent[0]!.id, error: { code: -32000, message: 'no', data } });
  await turn();
  expect(box.current).toMatchObject({ connection: 'lost', turnedAway: 'page.too-old' });
  clock.pass(250);
  sockets[1]!.open();
  sockets[1]!.receive({ jsonrpc: '2.0', id: sockets[1]!.sent[0]!.id, result: quietBox });
  await turn();
  expect(box.current).toMatchObject({ connection: 'open', turnedAway: null });
});

test('says hello first and takes the box state over', async () => {
  const { socket, box } = line();
  expect(socket.sent[0]).toMatchObject({ method: 'hello', params: { apiLevel, secret } });
  socket.receive({ jsonrpc: '2.0', id: socket.sent[0]!.id, result: quietBox });
  await turn();
  expect(box.current).toMatchObject({ connection: 'open', townName: 'ひより町' });
});

test('notifications change the state; what does not fit the protocol changes nothing', () => {
  const { socket, box } = line();
  socket.receive({ jsonrpc: '2.0', method: 'orders.changed', params: { orders: [shownOrder(4)] } });
  expect(box.current.orders).toHaveLength(1);
  const before = box.current;
  socket.receive({ jsonrpc: '2.0', method: 'orders.changed', params: { orders: [{ level: 4 }] } });
  socket.receive({ jsonrpc: '2.0', method: 'no.such', params: {} });
  socket.receive('not json');
  expect(box.current).toBe(before);
});

test('a refusal comes with its code', async () => {
  const { socket, agent } = line();
  const answer = agent.call('login.start', { service: 'health' });
  const { id } = socket.sent.at(-1)!;
  socket.receive({
    jsonrpc: '2.0',
    id,
    error: { code: -32000, message: 'busy', data: { code: 'login.busy' } },
  });
  await expect(answer).rejects.toEqual(new AgentError('login.busy'));
});

test('a broken line ends every request and the session, and comes back by itself', async () => {
  const { sockets, socket, agent, box, clock } = line();
  box.dispatch({
    type: 'session.changed',
    params: {
      session: {
        callName: 'はな',
        tier: 't1',
        services: [],
        since: '2026-11-20T18:30:00+09:00',
        notices: [],
      },
    },
  });
  const answer = agent.call('login.start', { service: 'health' });
  socket.close();
  await expect(answer).rejects.toMatchObject({ code: 'platform.unreachable' });
  expect(box.current).toMatchObject({ connection: 'lost', session: null });
  clock.pass(300);
  expect(sockets).toHaveLength(2);
  sockets[1]!.open();
  expect(sockets[1]!.sent[0]).toMatchObject({ method: 'hello' });
});

test('a request that nobody answers fails after eight seconds', async () => {
  const { agent, clock } = line();
  const answer = agent.call('session.end', { reason: 'viewer' });
  clock.pass(8000);
  await expect(answer).rejects.toMatchObject({ code: 'platform.unreachable' });
});

const Answer = z.object({ good: z.boolean() });
const client = (status: number, body: unknown) =>
  new ServicesClient(async () => new Response(JSON.stringify(body), { status }), secret);

test('a service answer is checked against its schema', async () => {
  await expect(client(200, { good: true }).get('/booking/x', Answer)).resolves.toEqual({ good: true });
  await expect(client(200, { good: 'yes' }).get('/booking/x', Answer)).rejects.toMatchObject({
    code: 'platform.failed',
  });
});

test('a problem carries its code and what came with it', async () => {
  const body = { type: 'about:blank', title: 'taken', status: 409, code: 'booking.taken', alternatives: [] };
  const refused = client(409, body).post('/booking/bookings', {}, Answer);
  await expect(refused).rejects.toBeInstanceOf(ServiceError);
  await expect(refused).rejects.toMatchObject({ code: 'booking.taken', status: 409, body });
});

test('the secret of the page is taken out of its address once, and found again after a reload', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const addresses: unknown[] = [];
  const history = {
    replaceState: (_state: unknown, _unused: string, url?: string | URL | null) => addresses.push(url),
  };
  const at = (hash: string) => takePageSecret({ hash, pathname: '/', search: '?test=1' }, history, storage);
  expect(at('')).toBe('');
  expect(at(`#secret=${secret}`)).toBe(secret);
  expect(addresses).toEqual(['/?test=1']);
  expect(at('')).toBe(secret);
  expect(at('#secret=guess')).toBe(secret);
  expect(takePageSecret({ hash: `#secret=${secret}`, pathname: '/', search: '' }, history, null)).toBe(
    secret,
  );
});

test('requests go to the agent with its header and the secret of this page', async () => {
  let seen: [string, RequestInit] | undefined;
  const services = new ServicesClient(async (input, init) => {
    seen = [String(input), init as RequestInit];
    return new Response('{"good":true}');
  }, secret);
  await services.get('/notices/public', Answer);
  expect(seen![0]).toBe('/services/notices/public');
  expect(seen![1].headers).toMatchObject({ 'x-chanoma': '1', 'x-chanoma-secret': secret });
});

test('a network fault and a late answer are both platform.unreachable', async () => {
  const broken = new ServicesClient(async () => {
    throw new TypeError('network');
  }, secret);
  await expect(broken.get('/x', Answer)).rejects.toMatchObject({ code: 'platform.unreachable' });
  const silent = new ServicesClient(() => new Promise(() => {}), secret, 5);
  await expect(silent.get('/x', Answer)).rejects.toMatchObject({ code: 'platform.unreachable' });
});

test('the bridge hears only its own page, and tells only what is shown', () => {
  const told: [unknown, string][] = [];
  const parent = { postMessage: (message: unknown, origin: string) => told.push([message, origin]) };
  let hear: (event: MessageEvent) => void = () => {};
  const keys: string[] = [];
  const window = {
    parent,
    addEventListener: (_: 'message', listener: (event: MessageEvent) => void) => {
      hear = listener;
    },
  };
  const showing = startBridge(window, ['http://localhost:8080'], (key) => keys.push(key));
  const event = (origin: string, data: unknown, source: unknown = parent) =>
    ({ origin, data, source }) as MessageEvent;
  hear(event('http://localhost:8080', { type: 'chanoma:key', key: 'Enter' }));
  hear(event('http://evil.example', { type: 'chanoma:key', key: 'Back' }));
  hear(event('http://localhost:8080', { type: 'chanoma:key', key: 'Back' }, {}));
  hear(event('http://localhost:8080', { type: 'chanoma:key', key: 'Format' }));
  hear(event('http://localhost:8080', 'Enter'));
  expect(keys).toEqual(['Enter']);
  showing('order');
  showing('order');
  expect(told).toEqual([[{ type: 'chanoma:showing', showing: 'order' }, 'http://localhost:8080']]);
});

test('settings survive a restart; nonsense in the storage does not stop the television', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  new SettingsStore(storage).set({ textSize: 'large' });
  expect(new SettingsStore(storage).current.textSize).toBe('large');
  kept.set('chanoma:settings', '{"textSize":"huge","readAloud":1}');
  expect(new SettingsStore(storage).current).toEqual(defaultSettings);
  kept.set('chanoma:settings', '{');
  expect(new SettingsStore(storage).current.textSize).toBe('normal');
});
