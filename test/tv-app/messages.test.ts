import { beforeAll, describe, expect, test } from 'vitest';
import { enrolmentCodes, refusalCodes } from '../../mock-platform/src/protocol/refusals.ts';
import { failures } from '../../reader-agent/src/protocol/failures.ts';
import { sentences } from '../../reader-agent/src/protocol/sentences.ts';
import { checkUpCodes, checkUpName } from '../../tv-app/src/messages/check-up-names.ts';
import {
  inList,
  inSentences,
  placeName,
  spokenPlace,
  withHonorific,
} from '../../tv-app/src/messages/common.ts';
import { failureMessage } from '../../tv-app/src/messages/failures.ts';
import { greetingFor } from '../../tv-app/src/messages/home.ts';
import { catalogue, type Language, languages, speak } from '../../tv-app/src/messages/language.ts';
import { levels } from '../../tv-app/src/messages/order.ts';
import { romanised } from '../../tv-app/src/text/romanised.ts';
import { type Said, saidInAll, sentencesOf } from './catalogue.ts';

let said: Record<Language, Said[]>;
beforeAll(async () => {
  said = await saidInAll();
});

const japanese = /[\u3005-\u30ff\u4e00-\u9fff\uff01-\uff9f、。「」]/u;
/** Keys bear the names that are printed on the remote control, in every language. */
const keys = /決定|戻る|[青赤緑黄]|テレビ/g;
/** Written in their own language wherever they stand: names of languages, and letters to type. */
const inOwnLanguage = /\.language(?:Names|Questions)\.|\.settingsWords\.language\.note$|^keyboard\.ts/;
/** A reading only stands above kanji; where the space key has no short word, it is drawn. */
const mayBeEmpty = /\.reading$|\.keyboardWords\.space$/;
const kanji = /\p{Script=Han}/gu;
const kanjiIn = (text: string): number => text.match(kanji)?.length ?? 0;
/** Every sentence that a rule finds fault with. */
const faults = (all: readonly Said[], faulty: (sentence: string, path: string) => boolean): string[] =>
  all.flatMap(({ path, text }) =>
    sentencesOf(text)
      .filter((sentence) => faulty(sentence, path))
      .map((sentence) => `${path}: ${sentence}`),
  );
/** Runs in one language; the others must not notice. */
const spoken = <T>(language: Language, run: () => T): T => {
  speak(language);
  try {
    return run();
  } finally {
    speak('ja');
  }
};

describe('the words of the television', () => {
  test('each language says everything, and nothing that the others do not', () => {
    // A function may give another number of sentences in another language.
    const given = /\(\)\.\d+$/;
    const paths = (language: Language) => [
      ...new Set(said[language].map(({ path }) => path.replace(given, '()'))),
    ];
    expect(paths('ja').length).toBeGreaterThan(400);
    expect(paths('plain')).toEqual(paths('ja'));
    expect(paths('en')).toEqual(paths('ja'));
    const empty = (language: Language) =>
      said[language]
        .filter(({ path, text }) => text === '' && !mayBeEmpty.test(path))
        .map(({ path }) => path);
    expect(empty('plain')).toEqual(empty('ja'));
    expect(empty('en')).toEqual(empty('ja'));
  });

  test.each(['ja', 'plain'] as const)('%s: at most 25 characters and 13 kanji a sentence', (language) => {
    const bare = (sentence: string) => sentence.replace(/\s/g, '');
    expect(
      faults(
        said[language].filter(({ path }) => !/\.languageQuestions\.en\./.test(path)),
        (sentence) => [...bare(sentence)].length > 25 || kanjiIn(bare(sentence)) > 13,
      ),
    ).toEqual([]);
  });

  test('English: at most 60 characters a sentence, and no Japanese is left in it', () => {
    expect(faults(said.en, (sentence) => sentence.length > 60)).toEqual([]);
    const inEnglish = said.en.filter(({ path }) => !inOwnLanguage.test(path));
    expect(faults(inEnglish, (sentence) => japanese.test(sentence.replace(keys, '')))).toEqual([]);
  });

  test('no sentence is typed carelessly: no double, leading or trailing space, no space before a stop', () => {
    const careless = ({ text }: Said) => /^\s|\s$| {2}| [。、.,!?！？]/.test(text);
    for (const language of languages) expect(said[language].filter(careless)).toEqual([]);
  });

  test('no technical word and no code is shown', () => {
    const technical = {
      ja: /エラー|サーバ|ネットワーク|システム|データ|アプリ|ログイン|セッション|インターネット|認証|タイムアウト|証明書|[a-z]+\.[a-z-]+/,
      plain:
        /エラー|サーバ|ネットワーク|システム|データ|アプリ|ログイン|セッション|インターネット|認証|タイムアウト|証明書|[a-z]+\.[a-z-]+/,
      en: /\b(error|server|network|system|session|log ?in|timeout|token|data|invalid|failed|device|offline)\b|[a-z]+\.[a-z-]+/i,
    };
    for (const language of languages)
      expect(faults(said[language], (sentence) => technical[language].test(sentence))).toEqual([]);
  });

  test('nothing is said by two negations', () => {
    const twice = /ない(?:わけ|こと|もの|と).*(?:ない|ません)|なく(?:は|も)ない|ません.*ません|ざるを/;
    for (const language of ['ja', 'plain'] as const)
      expect(faults(said[language], (sentence) => twice.test(sentence))).toEqual([]);
    expect(
      faults(said.en, (sentence) => /\b(not|no|never|cannot)\b.*\b(not|no|never|without)\b/i.test(sentence)),
    ).toEqual([]);
  });

  /** Words that people who have learnt a little Japanese do not know; where one is needed, （よみ） or a meaning follows it. */
  test('やさしい日本語 keeps to easy words and puts spaces between them', () => {
    const hard =
      /(?:期限|窓口|手続|証明|暗証|署名|情報|はんい|めやす|とうろく|登録|かくにん|確認|とりけ|キー|ページ|グラフ|ホーム|メール|ログ|参照|該当|速やか|直ちに|ございませ|いたします|くださいませ)(?!（)/;
    expect(faults(said.plain, (sentence) => hard.test(sentence))).toEqual([]);
    const run = /[\u3041-\u309f]{12,}/;
    expect(faults(said.plain, (sentence) => run.test(sentence))).toEqual([]);
  });
});

describe('the words of an order', () => {
  const official = /警戒レベル|訓練|取消|気象庁|緊急安全確保|避難指示|高齢者等避難/g;

  test('are in kana but for official words and the town, so that everybody can read them at once', () => {
    for (const language of ['ja', 'plain'] as const) {
      const words = said[language].filter(({ path }) => path.startsWith('order.ts'));
      expect(words.length).toBeGreaterThan(30);
      expect(
        faults(words, (sentence) => kanjiIn(sentence.replace(official, '').replace(/町/g, '')) > 0),
      ).toEqual([]);
      expect(faults(words, (sentence, path) => !path.endsWith('.name') && kanjiIn(sentence) > 4)).toEqual([]);
    }
  });

  test('every official name in kanji has its reading in kana', () => {
    for (const language of ['ja', 'plain'] as const) {
      spoken(language, () => {
        for (const level of [3, 4, 5] as const)
          expect(levels[level].reading).toMatch(/^[\u3041-\u3096ー ]+$/);
      });
    }
  });
});

describe('the words for a code', () => {
  const codes = [
    ...Object.keys(failures),
    ...refusalCodes,
    ...enrolmentCodes,
    'request.pairing',
    'no.such.code',
  ];

  test.each(languages)(
    '%s: every code of agent and platform says what happened and what to do next',
    (language) => {
      spoken(language, () => {
        for (const code of codes) {
          const { sentence, next } = failureMessage(code);
          expect(sentence, code).toMatch(/[。.]$/);
          expect(next, code).toMatch(/[。.]$/);
        }
        expect(new Set(codes.map((code) => failureMessage(code).sentence)).size).toBeGreaterThan(15);
      });
    },
  );

  /** The television says what to do there, or such a code never comes to it. */
  const saidOtherwise =
    /^(order\.unknown|platform\.unreachable|box\.(directory-locked|registered)|storage\..+|registration\..+)$/;

  test('it is told as in the agent’s own reference: the short Japanese there, the English there', () => {
    const bare = (text: string) => text.replace(/\s/g, '');
    for (const [code, { plain, en }] of Object.entries(sentences)) {
      if (/^(order\.unknown|platform\.unreachable|box\.directory-locked|registration\..+)$/.test(code))
        continue;
      const { sentence, next } = failureMessage(code);
      expect(bare(sentence + next), code).toBe(bare(plain));
      if (saidOtherwise.test(code)) continue;
      const english = spoken('en', () => failureMessage(code));
      expect(`${english.sentence} ${english.next}`.replace(' here.', '.'), code).toBe(
        en.replace(' here.', '.'),
      );
    }
  });
});

describe('names and lists', () => {
  test('a person is called in the manner of the language', () => {
    const evening = new Date('2026-11-20T18:30:00+09:00');
    expect(greetingFor('はな', evening)).toBe('はなさん、こんばんは。');
    expect(spoken('en', () => greetingFor('はな', evening))).toBe('Good evening, Hana-san.');
    expect(spoken('en', () => greetingFor('', evening))).toBe('Good evening.');
    expect(spoken('en', () => withHonorific('美代'))).toBe('美代-san');
  });

  test.each([
    ['はな', 'Hana'],
    ['きょうこ', 'Kyoko'],
    ['けんじ', 'Kenji'],
    ['しょうへい', 'Shohei'],
    ['ジュン', 'Jun'],
    ['りっか', 'Rikka'],
    ['まっちゃ', 'Matcha'],
    ['しんぺい', 'Shimpei'],
    ['さちこ よしこ', 'Sachiko Yoshiko'],
    ['ゆう', 'Yu'],
  ])('%s is written %s in Latin letters', (kana, latin) => {
    expect(romanised(kana)).toBe(latin);
  });

  test('a place has its kana above it, in English Latin letters', () => {
    const place = () => placeName('ひより小学校', 'ひより しょうがっこう');
    expect(place()).toBe('ひより{小学校| しょうがっこう}');
    expect(spoken('en', place)).toBe('{ひより小学校|Hiyori Shogakko}');
    expect(spoken('en', () => spokenPlace('きただに しゅうかいじょ'))).toBe('Kitadani Shukaijo');
  });

  test('sentences and lists are joined as the language does it', () => {
    expect(inSentences(['けんこう', 'とどきました。', '', '上 126'])).toBe('けんこう。とどきました。上 126');
    expect(spoken('en', () => inSentences(['Health', 'It is here.', 'Upper 126']))).toBe(
      'Health. It is here. Upper 126',
    );
    expect(inList(['山手', '', '20人'])).toBe('山手、20人');
    expect(spoken('en', () => inList(['Yamate', '20']))).toBe('Yamate, 20');
  });

  test('every value of a check-up has a name in each language', () => {
    for (const language of languages) {
      spoken(language, () => {
        for (const code of checkUpCodes) {
          const { name, note } = checkUpName(code, '?');
          expect(name).not.toBe('');
          expect([...`${name}${note}`].length).toBeLessThanOrEqual(language === 'en' ? 32 : 20);
          if (language === 'en') expect(`${name}${note}`).not.toMatch(japanese);
        }
      });
    }
    expect(checkUpName('9Z999', 'しらべたもの')).toMatchObject({ name: 'しらべたもの', note: '' });
  });

  test('a catalogue is read in the language in force, also what stands deep in it', () => {
    const words = catalogue({
      ja: { a: { b: '本' } },
      plain: { a: { b: 'ほん' } },
      en: { a: { b: 'book' } },
    });
    expect(languages.map((language) => spoken(language, () => words.a.b))).toEqual(['本', 'ほん', 'book']);
    expect(spoken('en', () => ({ ...words }))).toEqual({ a: { b: 'book' } });
  });
});
