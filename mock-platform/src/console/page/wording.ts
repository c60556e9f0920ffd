import type { Answer, Hazard, Level, OrderStatus } from '../../protocol/alerts.ts';
import type { OfficialRole } from '../../protocol/console-login.ts';
import { clockOf, japanTime } from './japan-time.ts';
import { kanjiIn, type Readings, readingsOf, withReadings } from './readings.ts';
import type { Language } from './tv-words.ts';

export interface LevelWords {
  level: Level;
  /** Official name of the town's call. */
  name: string;
  reading: string;
  /** What the television says in large letters (decision D9). */
  verb: string;
  /** First and second answer on the television. */
  answers: [Answer, Answer];
}

export const levels: readonly LevelWords[] = [
  {
    level: 3,
    name: '高齢者等避難',
    reading: 'こうれいしゃとう ひなん',
    verb: 'いま ひなんして',
    answers: ['evacuating', 'help'],
  },
  {
    level: 4,
    name: '避難指示',
    reading: 'ひなんしじ',
    verb: 'すぐ にげて！',
    answers: ['evacuating', 'help'],
  },
  {
    level: 5,
    name: '緊急安全確保',
    reading: 'きんきゅう あんぜん かくほ',
    verb: 'いのちを まもって！',
    answers: ['safe', 'help'],
  },
];
export const wordsOf = (level: Level): LevelWords => levels.find((one) => one.level === level)!;

export const hazards: Record<Hazard, string> = {
  landslide: '土砂災害',
  flood: '洪水',
  'storm-surge': '高潮',
  'heavy-rain': '大雨',
  tsunami: '津波',
  earthquake: '地震',
  fire: '火災',
};

export const answerWords: Record<Answer, string> = {
  evacuating: 'にげます',
  safe: 'あんぜんです',
  help: 'たすけがいる',
};

export const statusWords: Record<OrderStatus, string> = { live: '本番', drill: '訓練' };

/** A sentence for viewers has at most this many characters; spaces between phrases are not counted. */
export const longestSentence = 25;
export const lengthOf = (sentence: string): number => [...sentence.replace(/\s/g, '')].length;

/** Where an order sends people, or nothing while no shelter is chosen. */
export interface ShelterWords {
  /** Text with readings. */
  marked: string;
  english: string;
}

/** The first sentence: where to go, or at level 5 to stay (D9). A drill says so in the sentence itself. */
export function firstSentence(
  level: Level,
  status: OrderStatus,
  shelter: ShelterWords | undefined,
  language: Language = 'ja',
): string {
  const drill = status === 'drill';
  if (language === 'en') {
    if (level === 5)
      return drill ? 'Drill: stay in a safe part of the building.' : 'Stay in a safe part of the building.';
    const place = shelter?.english || plain(shelter?.marked ?? '(shelter)');
    return drill ? `Drill: go to ${place}.` : `Go to ${place}.`;
  }
  const place = shelter?.marked ?? '(避難先)';
  if (language === 'plain') {
    const said = level === 5 ? '今 いる たてものの 安全な 所へ。' : `${place}へ 行って ください。`;
    return drill ? `れんしゅうで、${said}` : said;
  }
  if (level === 5) {
    return drill ? '訓練で、たてものの あんぜんな ところへ。' : 'いまいる たてものの あんぜんな ところへ。';
  }
  return drill ? `訓練で、${place}へ いきましょう。` : `${place}へ いってください。`;
}

/** What is sent in one language: the first sentence, and the second when there is one. */
export function sentencesOf(first: string, second: string): [string] | [string, string] {
  const trimmed = second.trim().replace(/\s+/g, ' ');
  return trimmed === '' ? [first] : [first, trimmed];
}

/** A sentence for viewers has at most this many kanji, each with its reading. */
export const mostKanji = 4;

/** What is wrong with the second sentence, in words for officials; undefined when nothing is. */
export function faultOfExtra(extra: string, readings: Readings = readingsOf([])): string | undefined {
  const bare = extra.replace(/[（(][ぁ-んー]+[)）]/gu, '');
  const length = lengthOf(bare);
  if (length > longestSentence) return `${longestSentence}字までです。いまは${length}字あります。`;
  if (/[{}|<>]/.test(extra)) return '{ } | < > は使えません。';
  const count = kanjiIn(bare);
  if (count > mostKanji) return `漢字は${mostKanji}字までです。いまは${count}字あります。`;
  const { unknown } = withReadings(extra, readings);
  if (unknown.length > 0) {
    return `「${unknown.join('・')}」の読みがわかりません。ひらがなにするか、堤防(ていぼう)のように書いてください。`;
  }
  return undefined;
}

/** What is wrong with a translation; English counts words' letters, not characters of Japanese. */
export function faultOfTranslation(text: string, most: number): string | undefined {
  const length = [...text.trim()].length;
  if (length > most) return `${most}字までです。いまは${length}字あります。`;
  return /[{}|<>]/.test(text) ? '{ } | < > は使えません。' : undefined;
}

/** The weather agency's own name of its message fits into the television's strip up to this many characters. */
export const longestAgencyMessage = 40;

/** What is wrong with the agency's message, in words for officials; undefined when nothing is. */
export function faultOfAgency(message: string): string | undefined {
  const { length } = message.trim();
  if (length <= longestAgencyMessage) return undefined;
  return `${longestAgencyMessage}字までです。いまは${length}字あります。`;
}

export interface MarkedPart {
  text: string;
  reading?: string;
}

/** Splits text with readings, 「ひより{小学校|しょうがっこう}へ」, into its parts. */
export function partsOf(marked: string): MarkedPart[] {
  return [...marked.matchAll(/\{([^{}|]+)\|([^{}|]+)\}|[^{}|]+/g)].map(([whole, text, reading]) =>
    text !== undefined && reading !== undefined ? { text, reading } : { text: whole },
  );
}

/** The same text without readings. */
export const plain = (marked: string): string =>
  partsOf(marked)
    .map(({ text }) => text)
    .join('');

/** 「午後6時42分」 */
export function spokenTime(at: Date): string {
  const { hour, minute } = japanTime(at);
  return `${hour < 12 ? '午前' : '午後'}${hour % 12}時${minute === 0 ? '' : `${minute}分`}`;
}

/** 「11月20日(金) 18:42」 */
export function dayAndTime(at: string): string {
  const { month, day, weekday, hour, minute } = japanTime(new Date(at));
  return `${month}月${day}日(${weekday}) ${hour}:${String(minute).padStart(2, '0')}`;
}

/** 「18:42:05」, or a dash for what has not happened. */
export const clockTime = (at: string | null): string => (at === null ? '―' : clockOf(new Date(at)));

/** The button that sends, with the town's name in it. */
export function sendWords(status: OrderStatus, town: string, twoPersons = false): string {
  if (status === 'drill') return `${town}のテレビで 訓練を はじめる`;
  return twoPersons ? `${town}の避難の指示を 承認へ送る` : `${town}のテレビに 本当に 表示する`;
}

export const roleWords: Record<OfficialRole, string> = { writer: '起案', approver: '承認', viewer: '閲覧' };
