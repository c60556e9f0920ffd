import type { Television } from '../../app/television.ts';

/** Alarm and words come again after so long, until somebody answers. */
export const repeatAfter = 20_000;
/** So long a chime sounds before the voice begins. */
const chimeFor = 1_400;

export type Chime = 'alarm' | 'drill' | 'message';

/** Chime, then voice; again every twenty seconds. */
export class OrderAlarm {
  #stop: () => void = () => {};

  constructor(private readonly tv: Television) {}

  /** Sounds now, or first after the pause. `words` are asked each time: they follow the language and who has answered. */
  start(first: Chime | undefined, repeat: Chime, words: () => string): void {
    this.silence();
    if (first === undefined) this.#later(repeat, words);
    else this.#sound(first, repeat, words);
  }

  /** One chime with its words, and no more. */
  once(chime: Chime | undefined, words: string): void {
    this.silence();
    if (chime) this.tv.sounds.play(chime);
    this.tv.announcer.say(words);
  }

  silence(): void {
    this.#stop();
    this.tv.sounds.silence();
    this.tv.announcer.stop();
  }

  #sound(chime: Chime, repeat: Chime, words: () => string): void {
    this.tv.sounds.play(chime);
    this.#stop = this.tv.clock.after(chimeFor, () => {
      this.tv.announcer.say(words());
      this.#later(repeat, words, chimeFor);
    });
  }

  #later(repeat: Chime, words: () => string, passed = 0): void {
    this.#stop = this.tv.clock.after(repeatAfter - passed, () => this.#sound(repeat, repeat, words));
  }
}
