import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../tv-app/screenshots.ts';
import { type Bench, type Figure, type Report, series, single } from '../report.ts';
import { openPage, seenIn } from './browser.ts';
import { measureIdle } from './idle.ts';
import { measureKeys } from './key-response.ts';
import { buildBarePage, buildTelevision, isPage, sizesOf } from './pages.ts';
import { measureRandomKeys } from './random-keys.ts';

const limits = {
  firstKB: 170,
  wholeKB: 260,
  usableMs: 1200,
  timesBare: 1.5,
  idleKeyMs: 33,
  heldKeyMs: 50,
  chartMs: 150,
  texturePixels: 12e6,
  heapGrowthPercent: 5,
  idlePercent: 1,
};
/** What 60 a second comes to on a clock that is not quite the screen's. */
const leastFrames = 59;
const hourOfKeys = 28_800;
const options = {
  dist: { type: 'string' },
  starts: { type: 'string', default: '10' },
  keys: { type: 'string', default: '100' },
  'idle-seconds': { type: 'string', default: '20' },
  'random-keys': { type: 'string', default: '2000' },
  soak: { type: 'boolean', default: false },
} as const;

type Say = (line: string) => void;

async function run(args: readonly string[], say: Say): Promise<Report> {
  const { values } = parseArgs({ args: [...args], options });
  if (!existsSync('/usr/bin/chromium'))
    return { figures: [], missing: ['everything: the Debian package chromium is not installed'] };
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-tv-'));
  const dist = values.dist ? resolve(values.dist) : join(folder, 'page');
  const bare = join(folder, 'bare');
  say('building the pages');
  if (!values.dist) await buildTelevision(dist);
  if (!isPage(dist)) throw new Error(`${dist} holds no built page`);
  await buildBarePage(bare);
  const browser = await openBrowser();
  try {
    say(`${values.starts} starts of each page`);
    const starts = await measureStarts(browser, dist, bare, Number(values.starts));
    say(`${values.keys} keys on a quiet page, and as many of a held key`);
    const keys = await measureKeys(browser, dist, Number(values.keys));
    say(`idle for ${values['idle-seconds']} s`);
    const idle = await measureIdle(browser, dist, Number(values['idle-seconds']));
    const randomKeys = values.soak ? hourOfKeys : Number(values['random-keys']);
    say(`${randomKeys} random keys`);
    const random = await measureRandomKeys(browser, dist, randomKeys, say);
    const growth = (random.heapAfter / random.heapBefore - 1) * 100;
    for (const error of new Set(random.errors)) say(`error in the page: ${error}`);
    return {
      figures: [
        ...sizes(dist, bare),
        ...starts,
        series('key → changed frame, quiet page', keys.idleMs, { limit: limits.idleKeyMs }),
        series('key → changed frame, held key', keys.heldMs, { limit: limits.heldKeyMs }),
        series('chart or table → changed frame', keys.chartMs, { limit: limits.chartMs }),
        single('frames while a held key walks through a list', keys.framesPerSecond, {
          unit: 'per s',
          least: leastFrames,
        }),
        single('of these, frames that came late', keys.lateFrames),
        single('texture pixels at most', random.mostTexturePixels, { limit: limits.texturePixels }),
        single(`heap growth over ${randomKeys} random keys`, growth, {
          unit: '%',
          limit: limits.heapGrowthPercent,
          how: `collected, at home, ${(random.heapBefore / 1e6).toFixed(2)} MB before`,
        }),
        single('errors in the page', random.errors.length, { limit: 0 }),
        single('main thread while idle', idle.busyPercent, { unit: '%', limit: limits.idlePercent }),
        single('frames drawn while idle', idle.changedFrames, {
          how: 'the clock of the page goes on by the minute',
        }),
      ],
      missing: values.soak ? [] : [`heap over an hour of keys (${hourOfKeys}): with --soak`],
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizes(dist: string, bare: string): Figure[] {
  const { first, whole } = sizesOf(dist);
  const how = 'kB of 1000 bytes, gzip, fonts apart';
  const bytes = (kB: number): number => Math.round(kB * 1000);
  return [
    single('first chunk', bytes(first), { unit: 'bytes', limit: bytes(limits.firstKB), how }),
    single('whole application', bytes(whole), { unit: 'bytes', limit: bytes(limits.wholeKB), how }),
    single('bare page', bytes(sizesOf(bare).whole), { unit: 'bytes', how }),
  ];
}

/** Both pages by turns, so that a busy moment of the machine meets both. */
async function measureStarts(
  browser: Browser,
  dist: string,
  bare: string,
  starts: number,
): Promise<Figure[]> {
  const times = { page: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn <= starts; turn += 1) {
    for (const [name, folder] of [
      ['bare', bare],
      ['page', dist],
    ] as const) {
      const { page, close } = await openPage(browser, folder);
      const { usable } = await seenIn(page);
      // The first of each reads the disk.
      if (turn > 0 && usable !== undefined) times[name].push(usable);
      await close();
    }
  }
  const whole = series('navigation → usable', times.page, { of: 'median', limit: limits.usableMs });
  const least = series('navigation → usable, bare page', times.bare, { of: 'median' });
  return [
    whole,
    least,
    single('navigation → usable, times the bare page', whole.value / least.value, {
      limit: limits.timesBare,
    }),
  ];
}

export const tv: Bench = {
  summary: 'the television in Chromium beside a bare Lightning page: size, start, keys, frames, memory, idle',
  options: `--dist FOLDER     measure this built page instead of building one
--starts N        starts of each page, after one that does not count (default 10)
--keys N          keys on a quiet page, and as many of a held key (default 100)
--idle-seconds N  how long it is watched doing nothing (default 20)
--random-keys N   random keys, one a frame (default 2000)
--soak            an hour's worth of random keys instead: ${hourOfKeys}, about nine minutes
`,
  run,
};
