import type { Answer, Hazard, Level, OrderStatus } from '../../protocol/alerts.ts';
import { clockOf, japanTime } from './japan-time.ts';

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

/** Ready sentences for the second line, by hazard: on the way (levels 3 and 4), and inside (level 5). */
const suggestions: Record<Hazard, { way: string; inside: string }> = {
  landslide: { way: 'がけの ちかくを とおらないで ください。', inside: 'がけから はなれた へやへ。' },
  flood: { way: '川に ちかづかないで ください。', inside: '2かいより うえへ。' },
  'storm-surge': { way: '海に ちかづかないで ください。', inside: '2かいより うえへ。' },
  'heavy-rain': { way: '川や 田んぼに ちかづかないで。', inside: 'そとへ でないで ください。' },
  tsunami: { way: '海から はなれて たかい ところへ。', inside: 'できるだけ たかい ところへ。' },
  earthquake: { way: 'ブロックべいから はなれて ください。', inside: 'まどから はなれて ください。' },
  fire: { way: 'けむりと はんたいへ にげて ください。', inside: 'まどを しめて ください。' },
};
export const suggestionFor = (hazard: Hazard, level: Level): string =>
  level === 5 ? suggestions[hazard].inside : suggestions[hazard].way;

/** A sentence for viewers has at most this many characters; spaces between phrases are not counted. */
export const longestSentence = 25;
export const lengthOf = (sentence: string): number => [...sentence.replace(/\s/g, '')].length;

/**
 * The first sentence: where to go, or at level 5 to stay (D9). A drill says so in the sentence itself.
 * `shelter` is text with readings; empty while none is chosen.
 */
export function firstSentence(level: Level, status: OrderStatus, shelter: string): string {
  const place = shelter === '' ? '(避難先)' : shelter;
  if (level === 5) {
    return status === 'drill'
      ? '訓練で、たてものの あんぜんな ところへ。'
      : 'いまいる たてものの あんぜんな ところへ。';
  }
  return status === 'drill' ? `訓練で、${place}へ いきましょう。` : `${place}へ いってください。`;
}

/** What is sent: the first sentence, and the second when there is one. */
export function sentencesOf(
  level: Level,
  status: OrderStatus,
  shelter: string,
  extra: string,
): [string] | [string, string] {
  const first = firstSentence(level, status, shelter);
  const second = extra.trim().replace(/\s+/g, ' ');
  return second === '' ? [first] : [first, second];
}

/** What is wrong with the second sentence, in words for officials; undefined when nothing is. */
export function faultOfExtra(extra: string): string | undefined {
  const length = lengthOf(extra);
  if (length > longestSentence) return `${longestSentence}字までです。いまは${length}字あります。`;
  if (/[{}|<>]/.test(extra)) return '{ } | < > は使えません。';
  return undefined;
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

/** 「18:42:05」, or a dash for what has not happened. */
export const clockTime = (at: string | null): string => (at === null ? '―' : clockOf(new Date(at)));

/** The button that sends, with the town's name in it. */
export const sendWords = (status: OrderStatus, town: string): string =>
  status === 'live' ? `${town}のテレビに 本当に 表示する` : `${town}のテレビで 訓練を はじめる`;
