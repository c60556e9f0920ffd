import type { Clock } from '../../app/clock.ts';

/** How far a request has come. `quiet` is the first 300 ms, in which nothing is said. */
export type LoadState<T> =
  | { kind: 'quiet' }
  | { kind: 'loading' }
  | { kind: 'ready'; value: T }
  | { kind: 'failed'; code: string };

/** Data on its way to a page. A page draws it with `this.when(loadable, …)`. */
export class Loadable<T> {
  #state: LoadState<T> = { kind: 'quiet' };
  #run = 0;
  #stopTimer: () => void = () => {};

  constructor(
    private readonly request: () => Promise<T>,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {
    this.retry();
  }

  get state(): LoadState<T> {
    return this.#state;
  }

  /** Asks (again). An answer to an earlier attempt is not taken any more. */
  retry(): void {
    const run = ++this.#run;
    this.#stopTimer();
    this.#set({ kind: 'quiet' });
    this.#stopTimer = this.clock.after(300, () => {
      if (run === this.#run && this.#state.kind === 'quiet') this.#set({ kind: 'loading' });
    });
    this.request().then(
      (value) => run === this.#run && this.#finish({ kind: 'ready', value }),
      (error: unknown) => run === this.#run && this.#finish({ kind: 'failed', code: codeOf(error) }),
    );
  }

  /** The page is gone: nothing is drawn and nothing is kept any more. */
  stop(): void {
    this.#run += 1;
    this.#stopTimer();
    this.#state = { kind: 'quiet' };
  }

  #finish(state: LoadState<T>): void {
    this.#stopTimer();
    this.#set(state);
  }

  #set(state: LoadState<T>): void {
    this.#state = state;
    this.changed();
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'platform.failed';
}
