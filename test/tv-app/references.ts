import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Settings } from '../../tv-app/src/app/settings.ts';
import { dist as built, type FakeAgent, startFakeAgent } from './fake-agent.ts';
import { differences } from './picture-difference.ts';
import { openBrowser, openTelevision, settle } from './screenshots.ts';
import { personalServices, type Stop, stops, visit } from './tour.ts';

/**
 * Reference pictures of every stop of the tour, 480 pixels wide, in 日本語: `test/tv-app/references/MODE/STOP.png`. To renew them,
 * after a build of the television: `node --import tsx test/tv-app/references.ts [--dist FOLDER]`. Look at every one.
 */
const folder = fileURLToPath(new URL('references/', import.meta.url));
const setUpFile = path.join(folder, 'set-up.json');

export const modes: Readonly<Record<string, Partial<Settings>>> = {
  normal: {},
  large: { textSize: 'large' },
  'high-contrast': { contrast: 'high' },
};

/** Whether there is everything to compare with. */
export const comparable = [path.join(built, 'index.html'), '/usr/bin/chromium', setUpFile].every((file) =>
  existsSync(file),
);

const scale = 0.25;

const majorOf = (browser: Browser): number => Number(browser.version().split('.')[0]);

export const fileOf = (mode: string, { name }: Stop): string =>
  path.join(folder, mode, `${name.replaceAll(/[ ?]+/g, '-')}.png`);

/** Goes the whole tour in one mode and shows each stop as a picture; `taken` answers whether to go on. */
export async function photograph(
  browser: Browser,
  mode: string,
  taken: (stop: Stop, picture: Buffer) => Promise<void>,
  dist?: string,
  last: string = stops.at(-1)?.name ?? '',
): Promise<void> {
  const agent = await startFakeAgent({ services: { ...personalServices }, ...(dist ? { dist } : {}) });
  const page = await openMode(browser, agent, mode);
  try {
    for (const stop of stops) {
      await visit(page, agent, stop);
      await settle(page);
      await taken(stop, await pictureOf(page));
      if (stop.name === last) return;
    }
  } finally {
    await page.close();
    await agent.close();
  }
}

/**
 * Which stops do not look as they did, up to and with `last`. Another major version of Chromium draws letters with other edges:
 * then nothing is compared, and `skip` is told why.
 */
export async function changed(
  browser: Browser,
  mode: string,
  skip: (why: string) => void,
  last?: string,
): Promise<string[]> {
  const { chromium } = JSON.parse(await readFile(setUpFile, 'utf8')) as { chromium: number };
  const here = majorOf(browser);
  if (here !== chromium) skip(`the pictures are of Chromium ${chromium}, here is ${here}`);
  const judge = await browser.newPage();
  const found: string[] = [];
  await photograph(
    browser,
    mode,
    async (stop, picture) => {
      const how = await differences(judge, await readFile(fileOf(mode, stop)), picture);
      if (how !== undefined) found.push(`${stop.name}: ${how}`);
    },
    undefined,
    last,
  );
  return found;
}

async function openMode(browser: Browser, agent: FakeAgent, mode: string): Promise<Page> {
  const page = await openTelevision(browser, agent);
  await page.evaluate((change) => {
    const { __app: app } = window as unknown as {
      __app: { tv: { settings: { set(change: object): void } } };
    };
    app.tv.settings.set(change);
  }, modes[mode] ?? {});
  await settle(page);
  return page;
}

async function pictureOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width: 1920, height: 1080, scale };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip });
  await session.detach();
  return Buffer.from(data, 'base64');
}

async function renew(dist: string | undefined): Promise<void> {
  const browser = await openBrowser();
  try {
    await rm(folder, { recursive: true, force: true });
    for (const mode of Object.keys(modes)) {
      await mkdir(path.join(folder, mode), { recursive: true });
      await photograph(browser, mode, (stop, picture) => writeFile(fileOf(mode, stop), picture), dist);
    }
    await writeFile(setUpFile, `${JSON.stringify({ chromium: majorOf(browser) })}\n`);
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--dist');
  await renew(at < 0 ? undefined : process.argv[at + 1]);
}
