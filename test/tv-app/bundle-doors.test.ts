import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision } from './screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

describe.skipIf(!ready)('pages behind doors (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let agent: FakeAgent;
  beforeAll(async () => {
    browser = await openBrowser();
    agent = await startFakeAgent();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
  });

  test('one that cannot be fetched offers もういちど, and comes once it can', async () => {
    const page = await openTelevision(browser, agent, undefined, (page) =>
      page.route(/pages\.\w+\.js/, (route) => route.abort()),
    );
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const again = page.locator('#mirror [data-focused][aria-label="もういちど"]');
    await again.waitFor({ state: 'attached', timeout: 15_000 });
    await page.unroute(/pages\.\w+\.js/);
    await page.keyboard.press('Enter');
    await page
      .locator('#mirror [data-focused][aria-label*="ひより"]')
      .waitFor({ state: 'attached', timeout: 15_000 });
    await page.close();
  }, 60_000);

  test('all of them are there without a network some seconds after the start', async () => {
    const fetched = new Set<string>();
    const page = await openTelevision(browser, agent, undefined, async (page) => {
      page.on('requestfinished', (request) => request.url().endsWith('.js') && fetched.add(request.url()));
    });
    const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
    await expect.poll(() => fetched.size, { timeout: 20_000 }).toBe(scripts.length);
    await page.route('**/*.js', (route) => route.abort());
    await page.keyboard.press('F4');
    await page
      .locator('#mirror [role="main"][aria-label="つかいかた"]')
      .waitFor({ state: 'attached', timeout: 15_000 });
    await page.close();
  }, 60_000);
});
