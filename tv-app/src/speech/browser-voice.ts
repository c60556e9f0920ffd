import type { Clock } from '../app/clock.ts';
import { clipPlayer } from './clip-player.ts';
import { clipVoice } from './clip-voice.ts';
import { type NativeWindow, nativeVoice } from './native-voice.ts';
import type { PageAudio } from './page-audio.ts';
import { firstThatSpeaks, type Voice } from './voice.ts';
import { webVoice } from './web-voice.ts';

/** The box's own voice, else the browser's, else clips for an order, else silence. */
export function browserVoice(window: Window & NativeWindow, audio: PageAudio, clock: Clock): Voice {
  const engine = 'speechSynthesis' in window ? window.speechSynthesis : undefined;
  const Utterance = typeof SpeechSynthesisUtterance === 'undefined' ? undefined : SpeechSynthesisUtterance;
  return firstThatSpeaks([
    nativeVoice(window, clock),
    webVoice(engine, Utterance, clock),
    clipVoice(clipPlayer(audio, (file) => window.fetch(file), clock)),
  ]);
}
