import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, type FakeAgent, startFakeAgent } from '../fake-agent.ts';
import { openBrowser, settle } from '../screenshots.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');

describe.skipIf(!ready)('the first start in a browser (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let agent: FakeAgent;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    agent = await startFakeAgent();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.clock.install();
    await page.clock.resume();
    await page.goto(agent.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
  });

  const title = (name: string) =>
    page
      .locator(`#mirror [role="main"][aria-label="${name}"]`)
      .waitFor({ state: 'attached', timeout: 15_000 });

  test('shows the four pictures once, and after a restart home at once', async () => {
    await title('はじめの あんない');
    for (let picture = 0; picture < 4; picture += 1) {
      await page.keyboard.press('Enter');
      await settle(page);
    }
    await title('茶の間');
    await page.reload();
    await title('茶の間');
    expect(await page.evaluate(() => localStorage.getItem('chanoma:settings'))).toContain(
      '"firstRunSeen":true',
    );
  }, 60_000);

  test('teaches a remote control of which no key is known, and remembers it', async () => {
    await page.reload();
    await title('茶の間');
    const button = async (code: number) => {
      await page.evaluate((keyCode) => {
        const event = new KeyboardEvent('keydown');
        Object.defineProperty(event, 'keyCode', { value: keyCode });
        window.dispatchEvent(event);
      }, code);
      await page.clock.fastForward(450);
    };
    for (let strange = 0; strange < 4; strange += 1) await button(7000);
    await title('キーを おぼえさせる');
    await button(7000);
    for (let key = 0; key < 11; key += 1) await button(7001 + key);
    await button(7001);
    await title('茶の間');
    await page.reload();
    await title('茶の間');
    await button(7002);
    await title('テレビの ばんぐみ');
  }, 60_000);
});
