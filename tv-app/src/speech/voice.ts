/** How words are spoken. */
export interface Manner {
  language: 'ja-JP' | 'en-US';
  /** 1 is the engine's own speed. */
  rate: number;
}

/** How an utterance ended: `failed` when nothing of it was heard, so that another voice may say it. */
export type Outcome = 'spoken' | 'failed';

/** Something that speaks: the browser's voice, a box's own, recorded clips, or a test's. */
export interface Voice {
  /** Calls `done` once, unless it is stopped before. Never throws. */
  speak(words: string, done: (outcome?: Outcome) => void, manner?: Manner): void;
  stop(): void;
}

export const calmly: Manner = { language: 'ja-JP', rate: 0.9 };

/** One voice made of several: what the first cannot say is said by the next. Silent when none can. */
export function firstThatSpeaks(voices: readonly Voice[]): Voice {
  let run = 0;
  const speak = (
    at: number,
    of: number,
    words: string,
    done: (outcome?: Outcome) => void,
    manner: Manner,
  ) => {
    const voice = voices[at];
    if (!voice) return done('failed');
    voice.speak(
      words,
      (outcome) => {
        if (run !== of) return;
        if (outcome === 'failed') speak(at + 1, of, words, done, manner);
        else done(outcome);
      },
      manner,
    );
  };
  return {
    speak(words, done, manner = calmly) {
      run += 1;
      speak(0, run, words, done, manner);
    },
    stop() {
      run += 1;
      for (const voice of voices) voice.stop();
    },
  };
}

/** Longest that words may take, in milliseconds: some boxes never tell the end. Five minutes at most. */
export function longest(words: string, rate: number): number {
  return Math.min(5 * 60_000, 10_000 + (words.length * 400) / rate);
}
