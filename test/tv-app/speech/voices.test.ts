import { describe, expect, test } from 'vitest';
import { Announcer, mannerOf } from '../../../tv-app/src/speech/announcer.ts';
import { type NativeWindow, nativeVoice } from '../../../tv-app/src/speech/native-voice.ts';
import { firstThatSpeaks, type Outcome, type Voice } from '../../../tv-app/src/speech/voice.ts';
import { webVoice } from '../../../tv-app/src/speech/web-voice.ts';
import { TestClock } from '../stage.ts';

class FakeUtterance {
  lang = '';
  rate = 1;
  onstart: (() => void) | null = null;
  onend: (() => void) | null = null;
  onerror: ((event: { error: string }) => void) | null = null;
  constructor(readonly text: string) {}
}

/** An engine that keeps what it was asked to say and does nothing by itself. */
function engine(languages: string[] = ['ja-JP']) {
  const asked: FakeUtterance[] = [];
  let cancelled = 0;
  const clock = new TestClock();
  const api = {
    speak: (utterance: FakeUtterance) => void asked.push(utterance),
    cancel: () => {
      cancelled += 1;
    },
    getVoices: () => languages.map((lang) => ({ lang })),
  };
  const voice = webVoice(api as never, FakeUtterance as never, clock);
  const ends: (Outcome | undefined)[] = [];
  const speak = (words: string) => voice.speak(words, (outcome) => ends.push(outcome));
  return { asked, clock, voice, ends, speak, cancelled: () => cancelled };
}

/** A voice that notes what it says. */
const saying = (spoken: string[]): Voice => ({
  speak(words, done) {
    spoken.push(words);
    done();
  },
  stop() {},
});

describe('the voice of the browser', () => {
  test('speaks Japanese slowly and tells the end', () => {
    const { asked, ends, speak } = engine();
    speak('こんばんは。');
    expect(asked).toMatchObject([{ text: 'こんばんは。', lang: 'ja-JP', rate: 0.9 }]);
    asked[0]!.onstart!();
    asked[0]!.onend!();
    expect(ends).toEqual(['spoken']);
  });

  test('asks an engine that fails three times more, and no oftener', () => {
    const { asked, clock, ends, speak } = engine();
    speak('こんばんは。');
    for (let time = 0; time < 4; time += 1) {
      asked.at(-1)!.onerror!({ error: 'synthesis-failed' });
      clock.pass(300);
    }
    expect(asked).toHaveLength(4);
    expect(ends).toEqual(['failed']);
  });

  test('an engine without a voice fails within two seconds, is left alone, and gets a new chance after five minutes', () => {
    const { asked, clock, ends, speak } = engine([]);
    speak('こんばんは。');
    clock.pass(1600);
    expect(ends).toEqual(['failed']);
    speak('もう一度');
    expect(ends).toEqual(['failed', 'failed']);
    expect(asked).toHaveLength(1);
    clock.pass(5 * 60_000);
    speak('また');
    expect(asked).toHaveLength(2);
  });

  test('an engine that speaks only other languages is not asked to read Japanese', () => {
    const { asked, ends, speak } = engine(['en-US', 'de-DE']);
    speak('こんばんは。');
    expect(asked).toHaveLength(0);
    expect(ends).toEqual(['failed']);
  });

  test('what is stopped neither ends nor begins again', () => {
    const { asked, clock, ends, voice, speak } = engine();
    speak('こんばんは。');
    voice.stop();
    asked[0]!.onerror!({ error: 'interrupted' });
    asked[0]!.onend!();
    clock.pass(60_000);
    expect(asked).toHaveLength(1);
    expect(ends).toEqual([]);
  });

  test('an end that the box never tells comes by itself', () => {
    const { asked, clock, ends, speak } = engine();
    speak('こんばんは。');
    asked[0]!.onstart!();
    clock.pass(5 * 60_000);
    expect(ends).toEqual(['spoken']);
  });

  test.each(['getVoices', 'speak', 'cancel'])('an engine whose %s throws harms nobody', (broken) => {
    const clock = new TestClock();
    const api = { speak() {}, cancel() {}, getVoices: () => [{ lang: 'ja-JP' }] };
    const throwing = {
      ...api,
      [broken]: () => {
        throw new Error('broken');
      },
    };
    const ends: (Outcome | undefined)[] = [];
    const voice = webVoice(throwing as never, FakeUtterance as never, clock);
    voice.speak('こんばんは。', (outcome) => ends.push(outcome));
    clock.pass(20_000);
    voice.stop();
    expect(ends).toHaveLength(1);
  });
});

describe('the voice of a box', () => {
  test('is given words, language and speed, and tells the end by number', () => {
    const said: unknown[][] = [];
    const window: NativeWindow = { chanomaVoice: { speak: (...all) => said.push(all), stop() {} } };
    const ends: (Outcome | undefined)[] = [];
    const voice = nativeVoice(window, new TestClock());
    voice.speak('はい', (outcome) => ends.push(outcome), { language: 'ja-JP', rate: 0.7 });
    expect(said).toEqual([[1, 'はい', 'ja-JP', 0.7]]);
    window.chanomaVoiceEnded!(99, true);
    expect(ends).toEqual([]);
    window.chanomaVoiceEnded!(1, true);
    expect(ends).toEqual(['spoken']);
  });

  test('that is not there, or throws, leaves it to the next', () => {
    const spoken: string[] = [];
    const next = saying(spoken);
    const broken = {
      speak() {
        throw new Error('no');
      },
      stop() {},
    };
    for (const chanomaVoice of [undefined, broken]) {
      const window: NativeWindow = chanomaVoice ? { chanomaVoice } : {};
      firstThatSpeaks([nativeVoice(window, new TestClock()), next]).speak('はい', () => {});
    }
    expect(spoken).toEqual(['はい', 'はい']);
  });

  test('a voice that fails after it was stopped does not wake the next', () => {
    let fail: (outcome?: Outcome) => void = () => {};
    const spoken: string[] = [];
    const voice = firstThatSpeaks([
      {
        speak(_, done) {
          fail = done;
        },
        stop() {},
      },
      saying(spoken),
    ]);
    voice.speak('はい', () => {});
    voice.stop();
    fail('failed');
    expect(spoken).toEqual([]);
  });
});

describe('the announcer', () => {
  function announcer() {
    const clock = new TestClock();
    const said: string[] = [];
    const written: string[] = [];
    let stops = 0;
    const voice: Voice = {
      speak: (words) => void said.push(words),
      stop: () => {
        stops += 1;
      },
    };
    const tested = new Announcer(
      voice,
      clock,
      (words) => written.push(words),
      () => mannerOf({ language: 'ja', voiceSpeed: 'slow' }),
    );
    return { clock, said, written, tested, stops: () => stops };
  }

  test('reads what has the focus within 600 ms of the last move, and only that', () => {
    const { clock, said, tested } = announcer();
    for (const item of ['けんこう', 'よやく', 'ぼうさい']) {
      tested.sayAtRest(item);
      clock.pass(200);
    }
    expect(said).toEqual([]);
    clock.pass(400);
    expect(said).toEqual(['ぼうさい']);
  });

  test('a new item silences the old', () => {
    const { tested, stops, said } = announcer();
    tested.say('一つめ');
    const before = stops();
    tested.say('二つめ');
    expect(stops()).toBe(before + 1);
    expect(said).toEqual(['一つめ', '二つめ']);
  });

  test('names the page again after five silent minutes', () => {
    const { clock, said, tested } = announcer();
    tested.say('けんこう');
    tested.sayAtRest('たいじゅう', 'けんこう');
    clock.pass(500);
    clock.pass(5 * 60_000 + 1000);
    tested.sayAtRest('けつあつ', 'けんこう');
    clock.pass(500);
    expect(said).toEqual(['けんこう', 'たいじゅう', 'けんこう。けつあつ']);
  });

  test('leaves nothing written behind when it forgets', () => {
    const { tested, written } = announcer();
    tested.say('はなさん');
    tested.forget();
    expect(written.at(-1)).toBe('');
  });

  test('speaks English where the television does, and as fast as the household likes', () => {
    expect(mannerOf({ language: 'en', voiceSpeed: 'normal' }).language).toBe('en-US');
    expect(mannerOf({ language: 'plain', voiceSpeed: 'normal' }).language).toBe('ja-JP');
    const rates = (['slow', 'normal', 'fast'] as const).map(
      (voiceSpeed) => mannerOf({ language: 'ja', voiceSpeed }).rate,
    );
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
  });
});
