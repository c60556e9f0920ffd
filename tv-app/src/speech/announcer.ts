import type { Clock } from '../app/clock.ts';

/** Something that speaks Japanese: the browser's voice, a box's own, or a test's. */
export interface Voice {
  speak(words: string, done: () => void): void;
  stop(): void;
}

/** A new focus is read when it has rested for so long. */
const rest = 400;

/** Reads aloud. What comes later silences what came before; an order silences everything. */
export class Announcer {
  #speaking = false;
  #stopWaiting: () => void = () => {};

  constructor(
    private readonly voice: Voice,
    private readonly clock: Clock,
    /** Written to the accessible mirror. */
    private readonly written: (words: string) => void = () => {},
  ) {}

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Says the words now. */
  say(words: string): void {
    this.stop();
    if (!words) return;
    this.written(words);
    this.#speaking = true;
    this.voice.speak(words, () => {
      this.#speaking = false;
    });
  }

  /** Says the words when the focus has come to rest. */
  sayAtRest(words: string): void {
    this.#stopWaiting();
    this.#stopWaiting = this.clock.after(rest, () => this.say(words));
  }

  /** Stops and leaves no written word behind: what was said may have held a name. */
  forget(): void {
    this.stop();
    this.written('');
  }

  stop(): void {
    this.#stopWaiting();
    this.#speaking = false;
    this.voice.stop();
  }
}

/** Voice of the browser (ja-JP, slowly); silent and without errors where there is none. */
export function browserVoice(window: Window): Voice {
  const engine = 'speechSynthesis' in window ? window.speechSynthesis : undefined;
  // Some boxes forget an utterance nobody holds on to, and its end is never told.
  let held: SpeechSynthesisUtterance | undefined;
  return {
    speak(words, done) {
      if (!engine || typeof SpeechSynthesisUtterance === 'undefined') return done();
      try {
        held = new SpeechSynthesisUtterance(words);
        held.lang = 'ja-JP';
        held.rate = 0.9;
        held.onend = done;
        held.onerror = done;
        engine.speak(held);
      } catch {
        done();
      }
    },
    stop() {
      held = undefined;
      try {
        engine?.cancel();
      } catch {
        // An engine that cannot stop has nothing to say either.
      }
    },
  };
}
