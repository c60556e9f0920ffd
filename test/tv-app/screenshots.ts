import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { tourSeen } from '../tour-seen.ts';
import type { FakeAgent } from './fake-agent.ts';

/** Chromium of this machine, without a GPU. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The television application in a page of 1920×1080 at a fixed time; `prepare` has the page before it opens. */
export async function openTelevision(
  browser: Browser,
  agent: FakeAgent,
  at = '2026-11-20T18:30:00+09:00',
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await tourSeen(page);
  await page.clock.install({ time: new Date(at) });
  await page.clock.resume();
  page.on('pageerror', (error) => console.error('page error:', error.message, error.stack));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error('page console:', message.text());
  });
  await prepare(page);
  await page.goto(`${agent.url}?test=1`);
  await page.waitForSelector('#mirror [role="main"]', { state: 'attached', timeout: 15_000 });
  await settle(page);
  return page;
}

/** Two drawn frames after the last change. */
export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(350);
}

export async function shoot(page: Page, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await settle(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`), omitBackground: true });
}
