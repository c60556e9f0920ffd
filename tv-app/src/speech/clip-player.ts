import type { Clock } from '../app/clock.ts';
import type { ClipPlayer } from './clip-voice.ts';
import type { PageAudio } from './page-audio.ts';

/** Silence between two clips, in seconds. */
const pause = 0.12;
/** Nothing is heard when the files have not come by then. */
const loadWithin = 3000;

type Fetcher = (file: string) => Promise<Pick<Response, 'ok' | 'arrayBuffer'>>;

/**
 * Plays clips through the page's audio. A missing file is left out; what was loaded once is kept, so that an order is said again
 * without the agent.
 */
export function clipPlayer(audio: PageAudio, fetcher: Fetcher, clock: Clock): ClipPlayer {
  const loaded = new Map<string, AudioBuffer>();
  let playing: AudioBufferSourceNode[] = [];
  let run = 0;

  const load = async (context: AudioContext, file: string): Promise<AudioBuffer | undefined> => {
    const known = loaded.get(file);
    if (known) return known;
    try {
      const response = await fetcher(file);
      if (!response.ok) return undefined;
      const data = await response.arrayBuffer();
      // Older engines know the form with callbacks only.
      const sound = await new Promise<AudioBuffer>((resolve, reject) => {
        context.decodeAudioData(data, resolve, reject)?.catch(() => {});
      });
      loaded.set(file, sound);
      return sound;
    } catch {
      return undefined;
    }
  };

  const stop = () => {
    run += 1;
    for (const node of playing.splice(0)) {
      try {
        node.stop();
      } catch {
        // Already over.
      }
    }
  };

  return {
    stop,
    play(files, done) {
      stop();
      const mine = run;
      const end = (heard: boolean) => {
        if (run !== mine) return;
        run += 1;
        stopTimer();
        playing = [];
        done(heard);
      };
      let stopTimer = clock.after(loadWithin, () => end(false));
      audio.sound(
        (context) => {
          void Promise.all(files.map((file) => load(context, file))).then((sounds) => {
            if (run !== mine) return;
            const there = sounds.filter((sound) => sound !== undefined);
            if (there.length === 0) return end(false);
            let at = context.currentTime + 0.05;
            for (const sound of there) {
              const node = context.createBufferSource();
              node.buffer = sound;
              node.connect(context.destination);
              node.start(at);
              playing.push(node);
              at += sound.duration + pause;
            }
            stopTimer();
            stopTimer = clock.after((at - context.currentTime) * 1000, () => end(true));
          });
        },
        { urgent: true, silent: () => end(false) },
      );
    },
  };
}
