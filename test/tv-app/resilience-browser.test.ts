import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tourSeen } from '../tour-seen.ts';
import { shownOrder } from './canned.ts';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser, settle } from './screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

describe.skipIf(!ready)('the built page on bad days (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let open: { agent: FakeAgent; page: Page } | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterEach(async () => {
    await open?.page.close();
    await open?.agent.close();
    open = undefined;
  });
  afterAll(() => browser?.close());

  async function television(
    options: Parameters<typeof startFakeAgent>[0] = {},
    before: (page: Page) => Promise<unknown> = async () => {},
  ) {
    const agent = await startFakeAgent(options);
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    open = { agent, page };
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'warning' || message.type() === 'error') complaints.push(message.text());
    });
    await tourSeen(page);
    await before(page);
    await page.goto(`${agent.url}?test=1`);
    await page.waitForSelector('#mirror h1', { state: 'attached' });
    await expect.poll(() => agent.calls.length).toBeGreaterThan(0);
    await settle(page);
    return { agent, page, complaints };
  }
  const mirrored = (page: Page) => page.locator('#mirror');
  /** Parts of the screen that are not dark, in thousandths. */
  const brightness = (page: Page) =>
    page.evaluate(() => {
      (
        window as unknown as { __application: { stage: { drawFrame(): void } } }
      ).__application.stage.drawFrame();
      const canvas = document.querySelector('canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let bright = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! > 120) bright += 1;
      return Math.round((bright / (data.length / 4)) * 1000);
    });

  test('an agent that goes away is told over the page, and comes back without a key', async () => {
    const { agent, page } = await television({}, (page) => page.clock.install());
    const gone = 'いま つながって いません。なおると ひとりでに もどります。';
    await page.context().setOffline(true);
    agent.dropLines();
    await page.waitForTimeout(100);
    await page.clock.fastForward(3000);
    await expect.poll(() => mirrored(page).textContent(), { timeout: 10_000 }).toContain(gone);
    expect(await brightness(page)).toBeGreaterThan(20);
    await page.keyboard.press('ArrowRight');
    await page.context().setOffline(false);
    await page.clock.fastForward(5000);
    await expect.poll(() => mirrored(page).textContent(), { timeout: 15_000 }).not.toContain(gone);
    expect(await page.locator('#mirror [data-focused]').getAttribute('aria-label')).toContain('けんこう');
  }, 40_000);

  test('a lost drawing context brings the order back', async () => {
    const { agent, page } = await television();
    agent.state.orders = [shownOrder(5)];
    agent.notify('orders.changed', { orders: agent.state.orders });
    await mirrored(page).locator('[role="alertdialog"]').waitFor({ state: 'attached' });
    const reloaded = page.waitForEvent('framenavigated');
    await page.evaluate(() => document.querySelector('canvas')!.dispatchEvent(new Event('webglcontextlost')));
    await reloaded;
    await mirrored(page).locator('[role="alertdialog"]').waitFor({ state: 'attached', timeout: 10_000 });
    expect(await mirrored(page).textContent()).toContain('いのちを まもって！');
    await page.waitForFunction(() => '__application' in window);
    expect(await brightness(page)).toBeGreaterThan(20);
  }, 40_000);

  test('a browser that forbids storage and has no voice, no audio and no fonts still shows an order', async () => {
    const { page, complaints } = await television({ state: { orders: [shownOrder(4)] } }, async (page) => {
      await page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException('forbidden', 'SecurityError');
            },
          });
        for (const name of ['speechSynthesis', 'SpeechSynthesisUtterance', 'AudioContext', 'FontFace'])
          Reflect.deleteProperty(window, name);
      });
    });
    await mirrored(page).locator('[role="alertdialog"]').waitFor({ state: 'attached' });
    expect(await brightness(page)).toBeGreaterThan(20);
    await page.keyboard.press('F2');
    await page.keyboard.press('F4');
    await settle(page);
    expect(complaints).toEqual([]);
  }, 40_000);

  test('a part of the application that is missing says so, and comes when it is there', async () => {
    const { page } = await television({}, (page) =>
      page.route(/\/(?!main)[a-z-]+\.[0-9a-f]+\.js$/, (route) => route.abort()),
    );
    await page.keyboard.press('F4');
    await expect.poll(() => mirrored(page).textContent()).toContain('いま つながりません。');
    expect(await page.locator('#mirror [data-focused]').getAttribute('aria-label')).toBe('もういちど');
    await page.unrouteAll();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => mirrored(page).textContent(), { timeout: 5000 })
      .toContain('「茶の間」の つかいかた');
  }, 40_000);

  test('a box without a voice says the order from its clips, which the browser can play', async () => {
    const { agent, page } = await television({}, (page) => page.clock.install());
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.keyboard.press('ArrowRight');
    agent.notify('orders.changed', { orders: [shownOrder(4)] });
    await mirrored(page).locator('[role="alertdialog"]').waitFor({ state: 'attached' });
    await settle(page);
    // The alarm, then the browser's own voice, which never begins.
    await page.clock.fastForward(3000);
    await page.clock.fastForward(2000);
    await expect.poll(() => asked, { timeout: 5000 }).toContain('/sounds/ja/verb-4.mp3');
    expect(asked.some((file) => file.includes('san'))).toBe(false);
    const seconds = await page.evaluate(async () => {
      const data = await (await fetch('sounds/ja/verb-4.mp3')).arrayBuffer();
      return (await new OfflineAudioContext(1, 22_050, 22_050).decodeAudioData(data)).duration;
    });
    expect(seconds).toBeGreaterThan(0.4);
    expect(seconds).toBeLessThan(3);
  }, 40_000);

  test('an evening of keys, sounds and reading leaves the console clean', async () => {
    const { agent, page, complaints } = await television();
    agent.notify('reader.changed', { state: 'ready', card: true });
    await settle(page);
    for (const key of [
      'ArrowRight',
      'F1',
      'F2',
      'F4',
      'Backspace',
      'F1',
      'ArrowLeft',
      'Enter',
      'F2',
      'F3',
      'Home',
      'Enter',
    ]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
    }
    agent.notify('orders.changed', { orders: [shownOrder(3)] });
    await settle(page);
    await page.keyboard.press('F2');
    await settle(page);
    expect(complaints).toEqual([]);
  }, 40_000);
});
