import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { keyNames } from '../../tv-app/src/app/keys/names.ts';
import { HomePage } from '../../tv-app/src/pages/home/HomePage.ts';
import { type Chance, onSeed } from '../chance.ts';
import { RandomEvening } from './random-evening.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** An hour at eight keys a second. */
const hourOfKeys = 28_800;
const mostTexturePixels = 12e6;
const mostGrowth = 1.05;

interface Stage {
  usedMemory: number;
}

/** Random keys with events among them; answers the most texture pixels that were in use. */
async function walk(evening: RandomEvening, chance: Chance, keys: number): Promise<number> {
  const { app, clock, settle, calls, sent, spoken, sounds, shown } = evening.tested;
  let most = 0;
  for (let count = 0; count < keys; count += 1) {
    if (chance.oneIn(40)) evening.happen();
    clock.pass(125);
    app.press(
      chance.oneIn(3) ? chance.pick(keyNames) : chance.pick(['Enter', 'Up', 'Down', 'Left', 'Right']),
    );
    await settle();
    most = Math.max(most, (app.stage as unknown as Stage).usedMemory);
    // What the test itself writes down.
    for (const notes of [calls, sent, spoken, sounds]) notes.length = 0;
    shown.splice(0, shown.length - 1);
  }
  return most;
}

/** Heap in use at home with nobody there, in bytes. */
async function heapAtHome(evening: RandomEvening): Promise<number> {
  const { app, clock, settle, box } = evening.tested;
  evening.calmDown();
  box.dispatch({ type: 'session.changed', params: { session: null, reason: 'viewer' } });
  app.broadcast();
  app.home();
  for (let turn = 0; turn < 20; turn += 1) {
    clock.pass(10_000);
    await settle();
  }
  expect(app.page).toBeInstanceOf(HomePage);
  (app.stage as unknown as { gc(aggressive: boolean): void }).gc(true);
  // What timers of Node itself hold goes first.
  await new Promise((resolve) => setTimeout(resolve, 50));
  collect();
  return process.memoryUsage().heapUsed;
}

test('an hour of random keys and a day of timers: the heap grows by less than 5 %, textures stay under 12 million pixels', async () => {
  await onSeed(async (chance, note) => {
    const evening = await RandomEvening.begin(chance);
    const { clock, settle } = evening.tested;
    await walk(evening, chance, 4000);
    const before = await heapAtHome(evening);
    const pixels = await walk(evening, chance, hourOfKeys);
    const afterKeys = await heapAtHome(evening);
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      clock.pass(60_000);
      await settle();
    }
    const afterDay = await heapAtHome(evening);
    const mega = (bytes: number) => (bytes / 1e6).toFixed(2);
    const said = `heap ${mega(before)} → ${mega(afterKeys)} → ${mega(afterDay)} MB, ${mega(pixels)} Mpx`;
    note(said);
    console.info(said);
    expect(pixels).toBeLessThan(mostTexturePixels);
    expect(afterKeys).toBeLessThan(before * mostGrowth);
    expect(afterDay).toBeLessThan(before * mostGrowth);
  });
}, 300_000);
