import { IdlePage } from '../pages/help/IdlePage.ts';
import type { Pages, Television } from './television.ts';

/** Nobody has pressed a key for so long: ask whether the visit goes on. */
const askAfter = 3 * 60_000;
/** So long the question waits for any key. */
const answerWithin = 30_000;

/** Ends a visit that nobody continues, after asking. Any key is an answer. */
export class IdleWatch {
  #signedIn = false;
  #stop: () => void = () => {};
  #asking = false;

  constructor(
    private readonly tv: Television,
    private readonly pages: Pages,
  ) {}

  /** Somebody signed in or out. */
  session(signedIn: boolean): void {
    this.#signedIn = signedIn;
    this.#asking = false;
    this.#wait();
  }

  /** Any key was pressed. */
  key(): void {
    this.#asking = false;
    this.#wait();
  }

  #wait(): void {
    this.#stop();
    if (!this.#signedIn) return;
    this.#stop = this.tv.clock.after(askAfter, () => this.#ask());
  }

  #ask(): void {
    this.#asking = true;
    this.pages.open(IdlePage);
    this.#stop = this.tv.clock.after(answerWithin, () => {
      if (this.#asking) this.tv.agent.call('session.end', { reason: 'idle' }).catch(() => {});
    });
  }
}
