import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { notices } from '../../tv-app/canned.ts';
import { personalServices } from '../../tv-app/tour.ts';
import { type OpenPage, openPage, type Probed, seenIn } from './browser.ts';

/** After a start everything settles first: pages fetched ahead, compiled code. */
export const settlingMs = 4000;
/** So many keys a second a remote control sends while one is held. */
const heldPerSecond = 10;

export interface KeyResponse {
  idleMs: number[];
  heldMs: number[];
  framesPerSecond: number;
  chartMs: number[];
  /** Frames of the browser that came later than one and a half frames after the last. */
  lateFrames: number;
}

/** News of many months, so that a list has pages to go through. */
const manyNotices = {
  notices: Array.from({ length: 40 }, (_, index) => ({
    ...notices.notices[index % notices.notices.length],
    id: `5a1e7c1e-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
  })),
};

/** Real keys of the browser, from the press to the frame that shows their effect. */
export async function measureKeys(browser: Browser, dist: string, keys: number): Promise<KeyResponse> {
  const open = await openPage(browser, dist, { ...personalServices, '/notices/public': manyNotices });
  try {
    await pause(settlingMs);
    const idleMs = await idleKeys(open, keys);
    await open.page.keyboard.press('Enter');
    await pause(500);
    // To the rows beside the news that is read.
    await open.page.keyboard.press('ArrowRight');
    await pause(500);
    const held = await heldKey(open.page, keys);
    return { idleMs, ...held, chartMs: await chartKeys(open, Math.ceil(keys / 5)) };
  } finally {
    await open.close();
  }
}

/** Each key comes when nothing has moved for a while. In the end the focus stands where it began, on the news. */
async function idleKeys({ page }: OpenPage, keys: number): Promise<number[]> {
  const before = (await seenIn(page)).waits.length;
  for (let count = 0; count < keys; count += 1) {
    await pause(260);
    await page.keyboard.press(count % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
  }
  await pause(260);
  return (await seenIn(page)).waits.slice(before);
}

/** A held arrow walks up and down the rows of a list. */
async function heldKey(page: Page, keys: number): Promise<Omit<KeyResponse, 'idleMs' | 'chartMs'>> {
  const before = (await seenIn(page)).waits.length;
  await page.evaluate(() => (window as unknown as Probed).__probe.countFrames());
  const moves = 3;
  for (let count = 0; count < keys; count += 1) {
    const arrow = Math.floor(count / moves) % 2 === 0 ? 'ArrowDown' : 'ArrowUp';
    const other = arrow === 'ArrowDown' ? 'ArrowUp' : 'ArrowDown';
    if (count % moves === 0) await page.keyboard.up(other);
    await page.keyboard.down(arrow);
    await pause(1000 / heldPerSecond);
  }
  const { waits, frames = [] } = await seenIn(page);
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  return {
    heldMs: waits.slice(before),
    framesPerSecond: gaps.length / seconds,
    lateFrames: gaps.filter((gap) => gap > 25).length,
  };
}

/** 決定 turns the chart of the blood pressure into its table and back. */
async function chartKeys({ page, agent }: OpenPage, keys: number): Promise<number[]> {
  await page.keyboard.press('Home');
  agent.signIn('はな');
  await pause(500);
  for (const key of ['F3', 'ArrowRight', 'Enter', 'Enter']) {
    await page.keyboard.press(key);
    await pause(600);
  }
  const before = (await seenIn(page)).waits.length;
  for (let count = 0; count < keys; count += 1) {
    await page.keyboard.press('Enter');
    await pause(600);
  }
  return (await seenIn(page)).waits.slice(before);
}
