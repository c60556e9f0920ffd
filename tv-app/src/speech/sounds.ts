import type { PageAudio } from './page-audio.ts';

/** Sounds of the application, each made of tones: [frequency in Hz, start in s, length in s]. */
export type SoundName = 'click' | 'message' | 'alarm' | 'drill';

type Tone = readonly [frequency: number, start: number, length: number];

interface Score {
  shape: OscillatorType;
  loudness: number;
  tones: readonly Tone[];
}

export const scores: Readonly<Record<SoundName, Score>> = {
  /** A soft wooden knock. */
  click: {
    shape: 'triangle',
    loudness: 0.12,
    tones: [
      [820, 0, 0.03],
      [410, 0.004, 0.05],
    ],
  },
  /** Two calm tones. */
  message: {
    shape: 'sine',
    loudness: 0.22,
    tones: [
      [880, 0, 0.32],
      [659.3, 0.26, 0.55],
    ],
  },
  /** Rising and urgent, twice: orders only. Over when the voice begins, 1.4 s after the order came. */
  alarm: {
    shape: 'square',
    loudness: 0.3,
    tones: [0, 0.7].flatMap((at): Tone[] => [
      [698.5, at, 0.2],
      [880, at + 0.2, 0.2],
      [1108.7, at + 0.4, 0.26],
    ]),
  },
  /** Falling, soft and slow: nobody may take it for the alarm. */
  drill: {
    shape: 'sine',
    loudness: 0.25,
    tones: [
      [783.99, 0, 0.42],
      [659.25, 0.38, 0.42],
      [523.25, 0.76, 0.6],
    ],
  },
};

export interface Sounds {
  play(name: SoundName): void;
  silence(): void;
}

/** Synthesised sounds; silent where the box has no audio or does not let a page sound yet. `on` is asked each time. */
export function webSounds(audio: PageAudio, on: () => boolean): Sounds {
  let playing: OscillatorNode[] = [];
  let run = 0;
  return {
    play(name) {
      const urgent = name === 'alarm' || name === 'drill';
      // The alarm sounds whatever the settings say.
      if (!on() && name !== 'alarm') return;
      const mine = run;
      audio.sound(
        (context) => {
          if (run === mine) playing = playing.concat(schedule(context, scores[name]));
        },
        { urgent },
      );
    },
    silence() {
      run += 1;
      for (const node of playing) {
        try {
          node.stop();
        } catch {
          // Already over.
        }
      }
      playing = [];
    },
  };
}

function schedule(context: AudioContext, { shape, loudness, tones }: Score): OscillatorNode[] {
  const start = context.currentTime + 0.02;
  return tones.map(([frequency, at, length]) => {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = shape;
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start + at);
    gain.gain.linearRampToValueAtTime(loudness, start + at + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.001, start + at + length);
    tone.connect(gain).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + length + 0.05);
    return tone;
  });
}
