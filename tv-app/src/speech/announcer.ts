import type { Clock } from '../app/clock.ts';
import type { VoiceSpeed } from '../app/settings.ts';
import type { Language } from '../messages/language.ts';
import { calmly, type Manner, type Voice } from './voice.ts';

/** A new focus is read when it has rested for so long. */
const rest = 400;
/** After so long a silence the page is named again before what has the focus. */
const forgottenAfter = 5 * 60_000;

const rates: Readonly<Record<VoiceSpeed, number>> = { slow: 0.7, normal: 0.9, fast: 1.15 };

/** How a household has its television speak. */
export const mannerOf = (settings: { language: Language; voiceSpeed: VoiceSpeed }): Manner => ({
  language: settings.language === 'en' ? 'en-US' : 'ja-JP',
  rate: rates[settings.voiceSpeed],
});

/** Reads aloud. What comes later silences what came before; an order silences everything. */
export class Announcer {
  #speaking = false;
  #run = 0;
  #said = Number.NEGATIVE_INFINITY;
  #stopWaiting: () => void = () => {};

  constructor(
    private readonly voice: Voice,
    private readonly clock: Clock,
    /** Written to the accessible mirror. */
    private readonly written: (words: string) => void = () => {},
    private readonly manner: () => Manner = () => calmly,
  ) {}

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Says the words now. */
  say(words: string): void {
    this.stop();
    if (!words) return;
    const run = this.#run;
    this.written(words);
    this.#speaking = true;
    this.#said = this.clock.now().getTime();
    this.voice.speak(
      words,
      () => {
        if (run === this.#run) this.#speaking = false;
      },
      this.manner(),
    );
  }

  /** Says the words when the focus has come to rest; `page` before them when nothing was said for five minutes. */
  sayAtRest(words: string, page = ''): void {
    this.#stopWaiting();
    this.#stopWaiting = this.clock.after(rest, () => {
      const silent = this.clock.now().getTime() - this.#said > forgottenAfter;
      this.say(silent && page && words ? `${page}。${words}` : words);
    });
  }

  /** Stops and leaves no written word behind: what was said may have held a name. */
  forget(): void {
    this.stop();
    this.written('');
  }

  stop(): void {
    this.#run += 1;
    this.#stopWaiting();
    this.#stopWaiting = () => {};
    this.#speaking = false;
    this.voice.stop();
  }
}
