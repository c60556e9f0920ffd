import { existsSync, readdirSync, statSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { templateFor } from '../../../mock-platform/src/console/page/templates.ts';
import { firstSentence } from '../../../mock-platform/src/console/page/wording.ts';
import { type Language, languages, speak } from '../../../tv-app/src/messages/language.ts';
import { spokenOrder, spokenView } from '../../../tv-app/src/pages/order/speech.ts';
import { clipPlayer } from '../../../tv-app/src/speech/clip-player.ts';
import { clipFile, clipVoice } from '../../../tv-app/src/speech/clip-voice.ts';
import { clipsFor, recordings } from '../../../tv-app/src/speech/clips.ts';
import { pageAudio } from '../../../tv-app/src/speech/page-audio.ts';
import { webSounds } from '../../../tv-app/src/speech/sounds.ts';
import { shownOrder } from '../canned.ts';
import { TestClock } from '../stage.ts';

const assets = new URL('../../../assets/', import.meta.url);
const tag = (language: Language) => (language === 'en' ? ('en-US' as const) : ('ja-JP' as const));
afterEach(() => speak('ja'));

test('every clip has its file, and all of them together stay below 400 kB', () => {
  let bytes = 0;
  for (const { name, says } of recordings) {
    for (const language of ['ja-JP', 'en-US'] as const) {
      if (says[language] === '') continue;
      const file = new URL(clipFile({ language, name }), assets);
      expect(existsSync(file), clipFile({ language, name })).toBe(true);
      bytes += statSync(file).size;
    }
  }
  expect(bytes).toBeLessThan(400_000);
  expect(readdirSync(new URL('sounds/', assets))).toContain('README.md');
});

describe.each(languages)('in %s', (language) => {
  test.each([3, 4, 5] as const)(
    'an order of level %i is understood from clips; no name is in them',
    (level) => {
      speak(language);
      const names = clipsFor(spokenOrder(shownOrder(level, { people: 2 })), tag(language)).map(
        ({ name }) => name,
      );
      expect(names).toContain(`verb-${level}`);
      expect(names).toContain(`level-${level}`);
      expect(names[0]).toBe('town-message');
      expect(names).not.toContain('san');
      expect(names).not.toContain('drill');
    },
  );

  test('every ready sentence of level 5 tells people to stay in', () => {
    speak(language);
    const inside = templateFor('heavy-rain', 5)[language === 'ja' ? 'sentence' : language];
    for (const status of ['live', 'drill'] as const) {
      const said = `${firstSentence(5, status, undefined, language)} ${inside}`;
      const names = clipsFor(said, tag(language)).map(({ name }) => name);
      expect(names, status).toEqual(expect.arrayContaining(['inside', 'stay-in']));
    }
  });

  test('what comes after the order is understood, too', () => {
    speak(language);
    const shown = shownOrder(4);
    const clipsOf = (view: Parameters<typeof spokenView>[0]) =>
      clipsFor(spokenView(view, 'none'), tag(language)).map(({ name }) => name);
    expect(clipsOf({ kind: 'leaving', shown, since: 0 })).toEqual([
      'town-message',
      'not-answered',
      'comes-again',
    ]);
    expect(clipsOf({ kind: 'asking-later', shown, since: 0 })).toContain('safe-already');
  });

  test('a drill says so before anything else', () => {
    speak(language);
    const [first, ...rest] = clipsFor(spokenOrder(shownOrder(4, { drill: true })), tag(language));
    expect(first?.name).toBe('drill');
    expect(rest.map(({ name }) => name)).toContain('verb-4');
  });
});

test('a page is never read in fragments', () => {
  for (const words of ['けんこう。カードで ひらく', 'みんなで もちつきを します。', 'はい、わかりました', ''])
    expect(clipsFor(words, 'ja-JP')).toEqual([]);
});

test('without clips for it the voice fails and plays nothing', () => {
  const played: string[] = [];
  const voice = clipVoice({ play: (files) => void played.push(...files), stop() {} });
  const ends: unknown[] = [];
  voice.speak('けんこう', (outcome) => ends.push(outcome));
  expect(ends).toEqual(['failed']);
  expect(played).toEqual([]);
});

/** An audio context that only notes what it is asked. */
class FakeContext {
  static made = 0;
  static first: AudioContextState = 'running';
  state = FakeContext.first;
  currentTime = 0;
  destination = {};
  started: number[] = [];
  constructor() {
    FakeContext.made += 1;
  }
  resume = async () => {
    this.state = 'running';
  };
  createBufferSource = () => ({ connect() {}, start: (at: number) => this.started.push(at), stop() {} });
  createOscillator = () => {
    const param = {
      value: 0,
      setValueAtTime() {},
      linearRampToValueAtTime() {},
      exponentialRampToValueAtTime() {},
    };
    const node = {
      frequency: param,
      gain: param,
      connect: () => node,
      start: (at: number) => this.started.push(at),
      stop() {},
    };
    return node;
  };
  createGain = this.createOscillator;
  decodeAudioData = (_: unknown, resolve: (sound: unknown) => void) => void resolve({ duration: 1 });
}

function audioPage(window: object = { AudioContext: FakeContext }) {
  FakeContext.made = 0;
  return pageAudio(window as never);
}
const turns = async () => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};

test('clips follow one another, a missing file is left out, and what was loaded is not asked for again', async () => {
  const clock = new TestClock();
  const fetched: string[] = [];
  const fetcher = async (file: string) => {
    fetched.push(file);
    return { ok: file !== 'b.mp3', arrayBuffer: async () => new ArrayBuffer(1) };
  };
  const player = clipPlayer(audioPage(), fetcher, clock);
  const heard: boolean[] = [];
  player.play(['a.mp3', 'b.mp3', 'c.mp3'], (one) => heard.push(one));
  await turns();
  clock.pass(3000);
  expect(heard).toEqual([true]);
  player.play(['a.mp3', 'c.mp3'], (one) => heard.push(one));
  await turns();
  clock.pass(3000);
  expect(heard).toEqual([true, true]);
  expect(fetched).toEqual(['a.mp3', 'b.mp3', 'c.mp3']);
});

test('clips that never come are silence after three seconds', async () => {
  const clock = new TestClock();
  const heard: boolean[] = [];
  clipPlayer(audioPage(), () => new Promise(() => {}), clock).play(['a.mp3'], (one) => heard.push(one));
  await turns();
  clock.pass(3100);
  expect(heard).toEqual([false]);
});

describe('sounds', () => {
  test('wait for the first key; only the alarm of an order does not', () => {
    const audio = audioPage();
    const sounds = webSounds(audio, () => true);
    sounds.play('click');
    sounds.play('message');
    expect(FakeContext.made).toBe(0);
    sounds.play('alarm');
    expect(FakeContext.made).toBe(1);
  });

  test('are one context for all that comes after the first key', () => {
    const audio = audioPage();
    const sounds = webSounds(audio, () => true);
    audio.keyPressed();
    sounds.play('click');
    sounds.play('drill');
    expect(FakeContext.made).toBe(1);
  });

  test('a box without audio is silent and without errors', () => {
    const sounds = webSounds(audioPage({}), () => true);
    expect(() => {
      sounds.play('alarm');
      sounds.silence();
    }).not.toThrow();
  });
});
