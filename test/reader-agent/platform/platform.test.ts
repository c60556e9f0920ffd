import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BoxKey } from '../../../reader-agent/src/box/box-key.ts';
import { BoxClock } from '../../../reader-agent/src/clock.ts';
import { PlatformClient } from '../../../reader-agent/src/platform/http.ts';
import { reconnectWait } from '../../../reader-agent/src/platform/stream.ts';
import { TestBox, until } from '../box.ts';
import { anOrder } from '../fake-platform.ts';
import { FakeReader } from '../fake-reader.ts';

describe('the clock of a box', () => {
  const hour = 3_600_000;

  it('is corrected by the welcome of the platform, which outranks everything else', () => {
    const clock = new BoxClock(() => 10 * hour);
    clock.measure(new Date(9 * hour).toISOString());
    expect(clock.now()).toBe(9 * hour);
    expect(clock.error).toBe(hour);
    clock.hint(new Date(3 * hour).toUTCString());
    expect(clock.now()).toBe(9 * hour);
    expect(clock.rawInstant()).toBe(new Date(10 * hour).toISOString());
  });

  it('takes a hint only when it is far off, and nothing that is no time', () => {
    const clock = new BoxClock(() => 10 * hour);
    clock.hint(new Date(10 * hour - 5_000).toUTCString());
    clock.hint('yesterday');
    clock.hint(null);
    clock.measure('soon');
    expect(clock.error).toBe(0);
    clock.hint(new Date(9 * hour).toUTCString());
    expect(clock.error).toBe(hour);
  });
});

describe('the wait before a box comes back', () => {
  it('grows to half a minute, is never nothing, and is spread over half of itself', () => {
    expect([0, 1, 2, 6, 50].map((failures) => reconnectWait(failures, 1))).toEqual([
      500, 1000, 2000, 30_000, 30_000,
    ]);
    for (const failures of [0, 3, 50]) {
      expect(reconnectWait(failures, 0)).toBe(reconnectWait(failures, 1) / 2);
    }
  });
});

describe('requests to the platform', () => {
  let server: Server;
  let answer: (path: string) => { status: number; body: string; type?: string } | undefined;
  let client: PlatformClient;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const found = answer(request.url ?? '');
      if (found === undefined) return;
      response.writeHead(found.status, { 'content-type': found.type ?? 'application/json' });
      response.end(found.body);
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const { port } = server.address() as AddressInfo;
    const unused = {} as BoxKey;
    client = new PlatformClient(`http://localhost:${port}`, unused, new BoxClock(), 300);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const get = () => client.json({ method: 'GET', path: '/x' }, (value) => value);

  it('carry the platform’s own code when it refuses', async () => {
    const body = '{"type":"about:blank","title":"no","status":403,"code":"box.blocked"}';
    answer = () => ({ status: 403, body });
    await expect(get()).rejects.toMatchObject({ code: 'box.blocked' });
    answer = () => ({ status: 503, body: body.replace('box.blocked', 'revocation.unavailable') });
    await expect(get()).rejects.toMatchObject({ code: 'revocation.unavailable' });
  });

  it.each([
    ['an error without a code', 500, '{}'],
    ['a refusal without a code', 404, 'not here'],
    ['an answer that is no JSON', 200, '<html>'],
    ['an answer without end', 200, `"${'a'.repeat(3_000_000)}"`],
  ])('fail for %s', async (_name, status, body) => {
    answer = () => ({ status, body });
    await expect(get()).rejects.toMatchObject({ code: 'platform.failed' });
  });

  it('have a limit', async () => {
    answer = () => undefined;
    await expect(get()).rejects.toMatchObject({ code: 'platform.unreachable' });
  });

  it('follow no redirection', async () => {
    answer = () => ({ status: 302, body: '' });
    await expect(get()).rejects.toMatchObject({ code: 'platform.failed' });
  });
});

describe('the stream', () => {
  let box: TestBox;
  beforeEach(async () => {
    box = await TestBox.start();
  });
  afterEach(() => box.stop());

  it('comes back by itself, resumes after its last order and says so to the page', async () => {
    const page = await box.open();
    await until(() => box.platform.connectedBoxes === 1);
    const first = anOrder();
    await box.platform.issue(first);
    await until(() => box.platform.receipts.length === 1);
    await box.platform.down();
    await until(() => page.of('platform.changed').at(-1)?.platform === 'offline');
    const second = anOrder();
    await box.platform.issue(second);
    await box.platform.up();
    await until(() => page.of('platform.changed').at(-1)?.platform === 'online', 20_000);
    await until(() => box.platform.receipts.some(({ order }) => order === second.id));
    expect(box.platform.resumes.at(-1)).toBe(1);
    expect(box.platform.receipts.filter(({ order }) => order === first.id)).toHaveLength(1);
  });

  it('does not wait for a reader that takes its time to start', async () => {
    await until(() => box.platform.connectedBoxes === 1);
    await box.agent.stop();
    await until(() => box.platform.connectedBoxes === 0);
    box.reader = new FakeReader();
    let wake = (): void => {};
    box.reader.start = () =>
      new Promise((resolve) => {
        wake = resolve;
      });
    const starting = box.startAgent();
    await until(() => box.platform.connectedBoxes === 1);
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => box.platform.receipts.some((receipt) => receipt.order === order.id));
    wake();
    await starting;
  });

  it('gets a fresh token when the platform does not take the old one', async () => {
    await until(() => box.platform.connectedBoxes === 1);
    const page = await box.open();
    await box.platform.down();
    box.platform.revokeTokens();
    await box.platform.up();
    await until(() => page.of('platform.changed').at(-1)?.platform === 'online', 20_000);
  });

  it('measures how wrong the clock of the box is and tells everybody', async () => {
    expect((await box.open()).state.clockError).toBeCloseTo(0, 0);
    box.platform.clockAheadMs = 3_600_000;
    const page = await box.open();
    await box.platform.down();
    await box.platform.up();
    await until(() => page.of('platform.changed').at(-1)?.platform === 'online', 20_000);
    const { clockError, clock } = await page.hello();
    expect(clockError).toBeCloseTo(-3600, -1);
    expect(Date.parse(clock) - Date.now()).toBeGreaterThan(3_500_000);
    expect((await box.control('status')).clockError).toBe(clockError);
    // The platform records it too: it is told the raw clock, not the corrected one.
    expect(Math.abs(Date.parse(box.platform.clocks.at(-1) ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('ignores what does not fit its schema', async () => {
    await until(() => box.platform.connectedBoxes === 1);
    box.platform.tell({ type: 'order', cursor: 'x', order: 5 } as never);
    box.platform.tell({ type: 'strange' } as never);
    const order = anOrder();
    await box.platform.issue(order);
    await until(() => box.platform.receipts.some((one) => one.order === order.id));
  });

  it('passes on that residents or notices changed', async () => {
    const page = await box.open();
    await until(() => box.platform.connectedBoxes === 1);
    await box.platform.issue(anOrder());
    await until(() => (page.of('orders.changed').at(-1)?.orders as unknown[] | undefined)?.length === 1);
    box.platform.residents = [{ subject: 'subject-of-fumi-0001', callName: 'ふみ', fullName: '若葉 ふみ' }];
    box.platform.tell({ type: 'residents-changed' });
    await until(() => JSON.stringify(page.of('orders.changed').at(-1)).includes('ふみ'));
    box.platform.tell({ type: 'notices-changed' });
    await until(() => page.of('notices.changed').length === 1);
  });

  it('uses one token of the box for each service, not one for each request', async () => {
    box.platform.services.set('/town/shelters', { body: '{"shelters":[]}' });
    await box.pair();
    const headers = box.pageHeaders;
    const before = box.platform.requests.filter(({ path }) => path === '/oidc/token').length;
    await Promise.all(
      Array.from({ length: 5 }, () => fetch(`${box.origin}/services/town/shelters`, { headers })),
    );
    const after = box.platform.requests.filter(({ path }) => path === '/oidc/token').length;
    expect(after - before).toBeLessThanOrEqual(1);
  });
});
