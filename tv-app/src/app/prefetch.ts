import type { Clock } from './clock.ts';

/** The part of a door used here. */
interface Fetched {
  load(): Promise<unknown>;
}

/** So long after the start, and between two doors, the box has better things to do. */
const first = 1500;
const between = 100;
/** Behind a door that cannot be had now, the others are tried anyway; after this time it is tried again. */
const again = 60_000;

/**
 * Fetches what lies behind the doors one after the other, so that every page opens at once and without a network. Returns a
 * function that stops it.
 */
export function prefetch(doors: readonly Fetched[], clock: Clock): () => void {
  let stop: () => void = () => {};
  const next = (waiting: readonly Fetched[], failed: readonly Fetched[]): void => {
    const [door, ...rest] = waiting;
    if (!door) {
      if (failed.length > 0) stop = clock.after(again, () => next(failed, []));
      return;
    }
    door.load().then(
      () => {
        stop = clock.after(between, () => next(rest, failed));
      },
      () => {
        stop = clock.after(between, () => next(rest, [...failed, door]));
      },
    );
  };
  stop = clock.after(first, () => next(doors, []));
  return () => stop();
}
