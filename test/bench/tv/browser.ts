import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { tourSeen } from '../../tour-seen.ts';
import { type FakeAgent, startFakeAgent } from '../../tv-app/fake-agent.ts';

const probeFile = fileURLToPath(new URL('probe.js', import.meta.url));

/** What the probe in the page has seen so far. */
export interface Seen {
  usable?: number;
  waits: number[];
  mostTexturePixels: number;
  changedFrames: number;
  frames?: number[];
}

/** The measured page's window. */
export interface Probed {
  __probe: Seen & { countFrames(): void };
  __app: { press(key: string): void };
}

export interface OpenPage {
  page: Page;
  agent: FakeAgent;
  close(): Promise<void>;
}

/** A built page, served as the agent serves it, in a window of its own with an empty cache. */
export async function openPage(
  browser: Browser,
  dist: string,
  services: Record<string, unknown> = {},
): Promise<OpenPage> {
  // A clock that is put right makes every page draw itself anew.
  const agent = await startFakeAgent({ dist, services, state: { clock: new Date().toISOString() } });
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await tourSeen(context);
  await context.addInitScript({ path: probeFile });
  const page = await context.newPage();
  await page.goto(`${agent.url}?test=1`);
  await page.waitForFunction(() => (window as unknown as Probed).__probe.usable !== undefined);
  return {
    page,
    agent,
    close: async () => {
      await context.close();
      await agent.close();
    },
  };
}

export const seenIn = (page: Page): Promise<Seen> =>
  page.evaluate(() => JSON.parse(JSON.stringify((window as unknown as Probed).__probe)) as Seen);
