import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { openBrowser, openTelevision } from './screenshots.ts';
import { personalServices, stops, visit } from './tour.ts';

const ready = existsSync(path.join(dist, 'index.html')) && existsSync('/usr/bin/chromium');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!ready)('the accessible mirror (skipped without tv-app/dist or Chromium)', () => {
  let browser: Browser;
  let agent: FakeAgent;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    agent = await startFakeAgent({ services: personalServices });
    page = await openTelevision(browser, agent);
    await page.evaluate(axe);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
  });

  const violations = (): Promise<string[]> =>
    page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      const { violations } = await axe.run({ resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });

  test.each(stops)('$name: axe finds nothing, and one thing has the focus', async (stop) => {
    await visit(page, agent, stop);
    expect(await violations()).toEqual([]);
    const focused = page.locator('#mirror [data-focused]');
    expect(await focused.count()).toBe(stop.name === 'the broadcast' ? 0 : 1);
    if (stop.name === 'the broadcast') return;
    expect(await page.locator('#mirror [role="application"]').getAttribute('aria-activedescendant')).toBe(
      await focused.getAttribute('id'),
    );
    expect(await focused.getAttribute('aria-label')).not.toBe('');
  });

  test('in English the page says so, and the town’s own words stay Japanese', async () => {
    await page.evaluate(() => {
      const { __app: app } = window as unknown as {
        __app: { tv: { settings: { set(change: object): void } } };
      };
      app.tv.settings.set({ language: 'en' });
    });
    await visit(page, agent, { name: 'home' });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    const news = page.locator('#mirror [aria-label*="水が とまります"]');
    expect(await news.getAttribute('lang')).toBe('ja');
    expect(await page.locator('#mirror [aria-label^="Settings"]').getAttribute('lang')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('a reader keeps its place: what did not change is the same element, and has not been written again', async () => {
    await visit(page, agent, { name: 'home' });
    const changed = await page.evaluate(async () => {
      const heading = document.querySelector('#mirror h1');
      let records = 0;
      const observer = new MutationObserver((all) => {
        records += all.filter(({ target }) => heading?.contains(target)).length;
      });
      observer.observe(document.getElementById('mirror')!, {
        subtree: true,
        childList: true,
        attributes: true,
      });
      (window as unknown as { __app: { press(key: string): void } }).__app.press('Right');
      await new Promise((resolve) => setTimeout(resolve, 250));
      observer.disconnect();
      return { records, same: heading === document.querySelector('#mirror h1') };
    });
    expect(changed).toEqual({ records: 0, same: true });
  });
});
