import { rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiLevel } from '../../reader-agent/src/protocol/local.ts';
import { browserMissing, openBrowser } from '../end-to-end/browser.ts';
import { Page, TestBox, until } from '../reader-agent/box.ts';
import { dist } from '../tv-app/fake-agent.ts';

describe.skipIf(browserMissing)('A cookie caught at another port of this machine (needs chromium)', () => {
  let box: TestBox;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let television: BrowserPage;
  /** What the agent answered to each `hello` of the television. */
  const hellos: { townName?: string; code?: string }[] = [];

  beforeAll(async () => {
    box = await TestBox.start();
    box.platform.services.set('/notices/public', { body: '{"notices":[]}' });
    const folder = join(box.folder, 'page');
    rmSync(folder, { recursive: true });
    symlinkSync(dist, folder);
    browser = await openBrowser();
    television = await browser.context.newPage();
    television.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const { id, result, error } = JSON.parse(String(payload));
        if (id === 1) hellos.push({ townName: result?.townName, code: error?.data.code });
      }),
    );
    const { code } = await box.control('pairing.code');
    await television.goto(`${box.origin}/pair?code=${code}`);
    await until(() => hellos.length === 1);
  });
  afterAll(async () => {
    await browser?.close();
    await box?.stop();
  });

  it('comes with every request there, and opens nothing here without what only the page holds', async () => {
    let caught = '';
    const elsewhere = createServer((request, response) => {
      caught = request.headers.cookie ?? caught;
      response.end('<!doctype html><title>somebody else</title>');
    });
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
    const { port } = elsewhere.address() as AddressInfo;
    const other = await browser.context.newPage();
    await other.goto(`http://localhost:${port}/`);
    const storage = await other.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    expect(storage).not.toContain('secret');
    await other.close();
    elsewhere.closeAllConnections();
    elsewhere.close();
    expect(caught).toContain(`chanoma-tv-${box.agent.port}=`);

    // A program on this machine can send any header, so also our Host and Origin.
    const thief = await Page.open(box.agent.port, { cookie: caught, secret: '' });
    expect((await thief.ask('hello', { apiLevel, secret: '' })).error?.data.code).toBe('request.pairing');
    await until(() => thief.closed === 4004);
    const headers = { cookie: caught, 'x-chanoma': '1', origin: box.origin };
    expect((await fetch(`${box.origin}/services/notices/public`, { headers })).status).toBe(401);
    const page = await (await fetch(box.origin, { headers })).text();
    expect(page).not.toMatch(/[\w-]{43}/);
    expect(hellos).toHaveLength(1);
  });

  it('is not needed by the page itself to come back: it is reloaded, and its address shows nothing', async () => {
    expect(hellos).toEqual([{ townName: 'ひより町', code: undefined }]);
    expect(television.url()).toBe(`${box.origin}/`);
    await television.reload();
    await until(() => hellos.length === 2);
    expect(hellos[1]).toEqual({ townName: 'ひより町', code: undefined });
    const status = await television.evaluate(async () => {
      const secret = sessionStorage.getItem('chanoma:secret') ?? '';
      const headers = { 'x-chanoma': '1', 'x-chanoma-secret': secret };
      return (await fetch('/services/notices/public', { headers })).status;
    });
    expect(status).toBe(200);
  });
});
