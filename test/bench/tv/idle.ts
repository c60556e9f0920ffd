import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { openPage, seenIn } from './browser.ts';
import { settlingMs } from './key-response.ts';

export interface Idle {
  /** Of the main thread, in percent. */
  busyPercent: number;
  /** Frames in which something had changed. */
  changedFrames: number;
}

/** Home, at which nobody looks. */
export async function measureIdle(browser: Browser, dist: string, seconds: number): Promise<Idle> {
  const { page, close } = await openPage(browser, dist);
  try {
    await pause(settlingMs);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const busy = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const framesBefore = (await seenIn(page)).changedFrames;
    const before = await busy();
    await pause(seconds * 1000);
    const after = await busy();
    return {
      busyPercent: ((after - before) / seconds) * 100,
      changedFrames: (await seenIn(page)).changedFrames - framesBefore,
    };
  } finally {
    await close();
  }
}
