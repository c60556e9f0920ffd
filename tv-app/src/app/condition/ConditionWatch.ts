import type { Box } from '../../clients/box.ts';
import type { Strip } from '../../components/strip/Strip.ts';
import type { Television } from '../television.ts';
import { conditionOf } from './condition.ts';

/** A line that comes back within this time was not worth a word. */
const patience = 2500;

/** Tells over the page on the screen what is wrong, and takes it away as soon as it is mended. */
export class ConditionWatch {
  #lostLong = false;
  #lost = false;
  #stop: () => void = () => {};

  constructor(
    private readonly tv: Television,
    private readonly strip: () => Strip | undefined,
    /** What is on the screen; undefined in the broadcast, over which nothing is said. */
    private readonly page: () => { home: boolean; tellsConnection: boolean } | undefined,
  ) {
    tv.box.subscribe((box) => this.#changed(box));
    this.#changed(tv.box.current);
  }

  /** Another page, or other words. */
  say(): void {
    const page = this.page();
    this.strip()?.say(page ? conditionOf(this.tv.box.current, page, this.#lostLong) : []);
  }

  #changed(box: Box): void {
    const lost = box.connection !== 'open';
    if (lost !== this.#lost) {
      this.#lost = lost;
      this.#lostLong = false;
      this.#stop();
      if (lost)
        this.#stop = this.tv.clock.after(patience, () => {
          this.#lostLong = true;
          this.say();
        });
    }
    this.say();
  }
}
