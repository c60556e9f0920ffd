import type { Clock } from './clock.ts';

/** The mirror is written at most so often, in milliseconds. */
const leastPause = 80;

/**
 * Answers what is to be called after every drawn frame: it lets `write` run at once or, when the last time was just now, a
 * little later. The last frame before the screen comes to rest is always written.
 */
export function writeAfterFrames(clock: Clock, write: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const now = () => clock.now().getTime();
  const run = () => {
    waiting = false;
    last = now();
    write();
  };
  return () => {
    if (waiting) return;
    const pause = leastPause - Math.max(0, now() - last);
    if (pause <= 0) {
      run();
      return;
    }
    waiting = true;
    clock.after(pause, run);
  };
}
