import { type Clip, clipsFor } from './clips.ts';
import { calmly, type Voice } from './voice.ts';

/** Plays sound files one after the other. */
export interface ClipPlayer {
  /** `done` tells whether they were heard; it is called once, unless they are stopped before. */
  play(files: readonly string[], done: (heard: boolean) => void): void;
  stop(): void;
}

/** Recorded words: for an order on a box without any voice. What has no clip, a name above all, is left out. */
export function clipVoice(player: ClipPlayer): Voice {
  return {
    speak(words, done, manner = calmly) {
      const clips = clipsFor(words, manner.language);
      if (clips.length === 0) return done('failed');
      player.play(clips.map(clipFile), (heard) => done(heard ? 'spoken' : 'failed'));
    },
    stop: () => player.stop(),
  };
}

/** Address of a clip below the page. */
export const clipFile = ({ language, name }: Pick<Clip, 'language' | 'name'>): string =>
  `sounds/${language.slice(0, 2)}/${name}.mp3`;
