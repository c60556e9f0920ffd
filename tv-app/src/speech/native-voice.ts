import type { Clock } from '../app/clock.ts';
import { calmly, longest, type Voice } from './voice.ts';

/**
 * Voice of a box, offered to the page as `window.chanomaVoice`. Only numbers, strings and booleans pass, because that is all
 * that Android's and WPE's bridges carry. The box calls `window.chanomaVoiceEnded(id, heard)` when it has spoken (`heard` true),
 * or cannot (false).
 */
export interface NativeVoice {
  /** `language` as `ja-JP`; `rate` 1 is the box's own speed. */
  speak(id: number, words: string, language: string, rate: number): void;
  stop(): void;
}

export interface NativeWindow {
  chanomaVoice?: NativeVoice;
  chanomaVoiceEnded?: (id: number, heard: boolean) => void;
}

/** The box's own voice; fails at once where it offers none. It is looked up each time: a box may add it late. */
export function nativeVoice(window: NativeWindow, clock: Clock): Voice {
  let id = 0;
  let ended: (heard: boolean) => void = () => {};
  window.chanomaVoiceEnded = (of, heard) => {
    if (of === id) ended(heard !== false);
  };
  return {
    speak(words, done, manner = calmly) {
      const voice = window.chanomaVoice;
      if (!voice) return done('failed');
      id += 1;
      const stopTimer = clock.after(longest(words, manner.rate), () => ended(true));
      ended = (heard) => {
        ended = () => {};
        stopTimer();
        done(heard ? 'spoken' : 'failed');
      };
      try {
        voice.speak(id, words, manner.language, manner.rate);
      } catch {
        ended(false);
      }
    },
    stop() {
      id += 1;
      ended = () => {};
      try {
        window.chanomaVoice?.stop();
      } catch {
        // A voice that cannot stop has nothing to say either.
      }
    },
  };
}
