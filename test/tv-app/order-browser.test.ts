import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownOrder } from './canned.ts';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser } from './screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');
const patience = { timeout: 20_000 };

describe.skipIf(!ready)('an order survives (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let agent: FakeAgent;
  let page: Page;
  const order = shownOrder(4);

  beforeAll(async () => {
    browser = await openBrowser();
    agent = await startFakeAgent({ state: { orders: [order] } });
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
  });

  const onScreen = () =>
    page.waitForFunction(
      () => document.querySelector('#mirror [role="alertdialog"]')?.textContent?.includes('すぐ にげて！'),
      undefined,
      patience,
    );
  const reports = () => agent.calls.filter(({ method }) => method === 'orders.displayed').length;
  const reported = async (count: number) => {
    for (let look = 0; look < 200 && reports() < count; look += 1) await page.waitForTimeout(50);
    expect(reports()).toBe(count);
  };

  test('fonts that never come: it is drawn in the box’s own letters and reported', async () => {
    await page.route('**/fonts/**', (route) => route.abort());
    await page.goto(`${agent.url}?test=1`);
    await onScreen();
    await reported(1);
    await page.unroute('**/fonts/**');
  }, 30_000);

  test('a reload: it is there again, and does not begin with the alarm a second time', async () => {
    order.displayed = true;
    await page.reload();
    await onScreen();
    const first = await page.evaluate(
      () =>
        (window as unknown as { __app: { tv: { box: { current: { orders: { displayed: boolean }[] } } } } })
          .__app.tv.box.current.orders[0]?.displayed,
    );
    expect(first).toBe(true);
  }, 30_000);

  test('a restart of the agent: it never leaves the screen, and can be answered afterwards', async () => {
    const { port } = new URL(agent.url);
    const { calls } = agent;
    await agent.close();
    await page.waitForTimeout(400);
    await onScreen();
    agent = await startFakeAgent({ port: Number(port), state: { orders: [order] } });
    for (let look = 0; look < 200 && agent.calls.length === 0; look += 1) await page.waitForTimeout(50);
    await onScreen();
    await page.waitForTimeout(800);
    await page.keyboard.press('Enter');
    for (let look = 0; look < 100 && !agent.calls.some(({ method }) => method === 'orders.answer'); look += 1)
      await page.waitForTimeout(50);
    expect(agent.calls.find(({ method }) => method === 'orders.answer')?.params).toMatchObject({
      order: order.order.id,
      answer: 'evacuating',
    });
    expect(calls.some(({ method }) => method === 'orders.answer')).toBe(false);
  }, 30_000);

  test('a lost WebGL context: the page comes back with it', async () => {
    order.residents = shownOrder(4).residents;
    agent.state.orders = [order];
    await page.goto(`${agent.url}?test=1&renderer=webgl`);
    await onScreen();
    const loaded = page.waitForEvent('load', patience);
    const lost = await page.evaluate(() => {
      const canvas = [...document.querySelectorAll('canvas')].at(-1)!;
      const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
      const loser = context?.getExtension('WEBGL_lose_context');
      loser?.loseContext();
      return loser !== null && loser !== undefined;
    });
    expect(lost).toBe(true);
    await loaded;
    await onScreen();
  }, 30_000);
});
