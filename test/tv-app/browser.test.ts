import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shownOrder } from './canned.ts';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision, settle } from './screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

describe.skipIf(!ready)('the built page in a browser (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  const open: { agent: FakeAgent; page: Page }[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterEach(async () => {
    for (const { agent, page } of open.splice(0)) {
      await page.close();
      await agent.close();
    }
  });
  afterAll(() => browser?.close());

  async function television(options: Parameters<typeof startFakeAgent>[0] = {}) {
    const agent = await startFakeAgent(options);
    const page = await openTelevision(browser, agent);
    open.push({ agent, page });
    return { agent, page };
  }
  const focused = (page: Page) =>
    page.evaluate(() => {
      const screen = document.querySelector('#mirror [role="application"]');
      const id = screen?.getAttribute('aria-activedescendant');
      return id ? (document.getElementById(id)?.getAttribute('aria-label') ?? '') : '';
    });

  test('screen readers are told the page, the focus and an order', async () => {
    const { agent, page } = await television();
    expect(await page.locator('#mirror').getAttribute('lang')).toBe('ja');
    expect(await page.locator('#mirror [role="main"]').getAttribute('aria-label')).toBe('茶の間');
    expect(await page.locator('#mirror h1').textContent()).toBe('茶の間');
    expect(await focused(page)).toContain('水が とまります。');
    await page.keyboard.press('ArrowRight');
    await settle(page);
    expect(await focused(page)).toContain('けんこう');

    agent.notify('orders.changed', { orders: [shownOrder(4)] });
    const dialog = page.locator('#mirror [role="alertdialog"]');
    await dialog.waitFor({ state: 'attached' });
    expect(await dialog.getAttribute('aria-label')).toContain('はなさん');
    await settle(page);
    expect(await focused(page)).toBe('にげます');
    expect(agent.calls.map(({ method }) => method)).toContain('orders.displayed');
  }, 30_000);

  test('an order of the first moment is on the screen although no font ever comes', async () => {
    const agent = await startFakeAgent({ state: { orders: [shownOrder(5)] } });
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    open.push({ agent, page });
    await page.route('**/*.woff2', () => {
      // Never answered.
    });
    // The load event waits for the fonts; the application does not.
    await page.goto(agent.url, { waitUntil: 'commit' });
    await page.locator('#mirror [role="alertdialog"]').waitFor({ state: 'attached', timeout: 10_000 });
    expect(await page.locator('#mirror').textContent()).toContain('いのちを まもって！');
    await settle(page);
    const drawn = await page.evaluate(() => {
      const canvas = document.querySelector('canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(96, 300, 1200, 300);
      let white = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! > 200) white += 1;
      return white;
    });
    expect(drawn).toBeGreaterThan(5000);
  }, 30_000);

  test('the broadcast shows through when no page is open', async () => {
    const { page } = await television();
    await page.keyboard.press('Home');
    await settle(page);
    const opaque = await page.evaluate(() => {
      const canvas = document.querySelector('canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return true;
      return false;
    });
    expect(opaque).toBe(false);
    await page.keyboard.press('Enter');
    await page.locator('#mirror [role="main"]').waitFor({ state: 'attached' });
  }, 30_000);

  test('the line to the agent comes back, and the focus was never lost', async () => {
    const { agent, page } = await television();
    await page.keyboard.press('ArrowRight');
    await settle(page);
    const before = await focused(page);
    agent.dropLines();
    await settle(page);
    expect(await focused(page)).toBe(before);
    await expect
      .poll(() => agent.calls.filter(({ method }) => method === 'hello').length, { timeout: 8000 })
      .toBe(2);
  }, 30_000);

  test('nothing personal is left in the page a second after the card is taken', async () => {
    const { agent, page } = await television();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.calls.some(({ method }) => method === 'login.start')).toBe(true);
    await settle(page);
    agent.signIn('はな');
    agent.login('done', { callName: 'はな' });
    await settle(page);
    expect(await page.locator('#mirror-live').textContent()).toContain('はな');
    agent.signOut('card-removed');
    await page.waitForTimeout(1000);
    expect(await page.content()).not.toContain('はな');
  }, 30_000);

  test('a PIN leaves the page key by key, and nothing of it stays', async () => {
    const { agent, page } = await television();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.calls.some(({ method }) => method === 'login.start')).toBe(true);
    const pin = { kind: 'authentication' as const, triesLeft: 3, typed: 0, least: 4, most: 4 };
    agent.login('waiting-for-pin', { tier: 't2', pin });
    await settle(page);
    const keys = page.locator('#mirror [role="group"][aria-label="番号の キー"] [role="button"]');
    expect(await keys.count()).toBe(12);
    const count = page.locator('#mirror [role="status"]').first();
    for (const digit of '7391') await page.keyboard.press(`Digit${digit}`);
    await settle(page);
    expect(await count.textContent()).toBe('4けた はいりました。');
    expect(await page.locator('#mirror-live').textContent()).toBe('4けた そろいました。');
    expect(await focused(page)).toBe('けってい');
    const sent = agent.calls.filter(({ method }) => method === 'pin.type').map(({ params }) => params);
    expect(sent.map((params) => (params as { key: string }).key)).toEqual(['7', '3', '9', '1']);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
    );
    for (const place of [kept, await page.content()]) expect(place).not.toMatch(/7.{0,3}3.{0,3}9.{0,3}1/);
    // 決定 in the moment after the last key is not taken.
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.calls.some(({ method }) => method === 'pin.submit')).toBe(true);
  }, 30_000);
});
