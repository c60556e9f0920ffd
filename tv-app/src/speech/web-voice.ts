import type { Clock } from '../app/clock.ts';
import { calmly, longest, type Manner, type Voice } from './voice.ts';

/** The part of the Web Speech API that is used here. */
export interface SpeechEngine {
  speak(utterance: SpeechSynthesisUtterance): void;
  cancel(): void;
  getVoices(): readonly Pick<SpeechSynthesisVoice, 'lang'>[];
}

/** So often an engine that fails is asked again. */
const retries = 3;
const pause = 250;
/** An engine that has not begun by then has no voice. */
const beginWithin = 1500;
/** So long an engine without voice is not asked; then it gets a new chance. */
const resetAfter = 5 * 60_000;
/** Errors that are no failure of the engine, and one that asking again does not mend. */
const stopped = ['canceled', 'interrupted'];
const hopeless = ['not-allowed', 'language-unavailable', 'voice-unavailable'];

/**
 * Voice of the browser. Fails quietly where there is no engine, or none that speaks the language. An engine that did not speak is left
 * alone for five minutes, so that an order does not wait for it.
 */
export function webVoice(
  engine: SpeechEngine | undefined,
  Utterance: (new (words: string) => SpeechSynthesisUtterance) | undefined,
  clock: Clock,
): Voice {
  // Some boxes forget an utterance nobody holds on to, and its end is never told.
  let held: SpeechSynthesisUtterance | undefined;
  let stopTimer: () => void = () => {};
  let mute = new Map<string, number>();
  let run = 0;
  const now = () => clock.now().getTime();

  const quiet = () => {
    stopTimer();
    held = undefined;
    run += 1;
    try {
      engine?.cancel();
    } catch {
      // An engine that cannot stop has nothing to say either.
    }
  };

  return {
    stop: quiet,
    speak(words, done, manner = calmly) {
      const voices = speakers(engine, manner);
      const tried = mute.get(manner.language);
      if (
        !engine ||
        !Utterance ||
        voices === 'others' ||
        (tried !== undefined && now() - tried < resetAfter)
      ) {
        done('failed');
        return;
      }
      const mine = ++run;
      const settle = (spoken: boolean) => {
        if (run !== mine) return;
        quiet();
        if (spoken) mute = new Map();
        else mute.set(manner.language, now());
        done(spoken ? 'spoken' : 'failed');
      };
      const attempt = (left: number): void => {
        if (run !== mine) return;
        const again = () => {
          stopTimer();
          // Without any voice in its list an engine hardly ever finds one.
          if (left === 0 || voices === 'none') settle(false);
          else stopTimer = clock.after(pause, () => attempt(left - 1));
        };
        stopTimer = clock.after(beginWithin, again);
        try {
          held = new Utterance(words);
          held.lang = manner.language;
          held.rate = manner.rate;
          held.onstart = () => {
            if (run !== mine) return;
            stopTimer();
            stopTimer = clock.after(longest(words, manner.rate), () => settle(true));
          };
          held.onend = () => settle(true);
          held.onerror = ({ error }) => {
            if (run !== mine || stopped.includes(error)) return;
            if (hopeless.includes(error)) settle(false);
            else again();
          };
          engine.speak(held);
        } catch {
          again();
        }
      };
      attempt(retries);
    },
  };
}

/** Whether the engine has a voice for the language, only others, or tells of none (old boxes never do). */
function speakers(engine: SpeechEngine | undefined, { language }: Manner): 'this' | 'others' | 'none' {
  try {
    const voices = engine?.getVoices() ?? [];
    if (voices.length === 0) return 'none';
    const wanted = language.slice(0, 2);
    return voices.some(({ lang }) => lang.slice(0, 2).toLowerCase() === wanted) ? 'this' : 'others';
  } catch {
    return 'none';
  }
}
