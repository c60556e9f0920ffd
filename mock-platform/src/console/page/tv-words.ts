import type { Answer, Level } from '../../protocol/alerts.ts';

export type Language = 'ja' | 'plain' | 'en';
export const languages: Record<Language, string> = { ja: '日本語', plain: 'やさしい', en: 'English' };

interface TvWords {
  /** Of `<html lang>` and of the voice. */
  tag: string;
  level: string;
  drill: string;
  levels: Record<Level, { name: string; reading: string; verb: string }>;
  answers: Record<Answer, string>;
  person: string;
  drillCall: string;
  spokenDrill: string;
  issuedBy(town: string): string;
  agency(name: string): string;
  spokenIssued(town: string, name: string): string;
  /** What the television puts before a sentence of a drill that does not say so itself. */
  drillSentence(sentence: string): string;
}

const officialNames = {
  3: { name: '高齢者等避難', reading: 'こうれいしゃとう ひなん' },
  4: { name: '避難指示', reading: 'ひなんしじ' },
  5: { name: '緊急安全確保', reading: 'きんきゅう あんぜん かくほ' },
} as const;

/** What televisions say around an order, in their three languages; a test holds it to the television's own words. */
export const tvWords: Record<Language, TvWords> = {
  ja: {
    tag: 'ja',
    level: '警戒レベル',
    drill: '訓練',
    levels: {
      3: { ...officialNames[3], verb: 'いま ひなんして' },
      4: { ...officialNames[4], verb: 'すぐ にげて！' },
      5: { ...officialNames[5], verb: 'いのちを まもって！' },
    },
    answers: { evacuating: 'にげます', safe: 'あんぜんです', help: 'たすけがいる' },
    person: 'はなさん',
    drillCall: 'はなさん、訓練です。',
    spokenDrill: '訓練です。',
    issuedBy: (town) => `${town}から`,
    agency: (name) => `気象庁 ${name}`,
    spokenIssued: (town, name) => `${town}から ${name}です。`,
    drillSentence: (sentence) => (sentence.includes('訓練') ? sentence : `訓練で、${sentence}`),
  },
  plain: {
    tag: 'ja',
    level: '警戒レベル',
    drill: '訓練',
    levels: {
      3: { ...officialNames[3], verb: 'いま にげて' },
      4: { ...officialNames[4], verb: 'すぐ にげて！' },
      5: { ...officialNames[5], verb: 'いのちを まもって！' },
    },
    answers: { evacuating: 'にげます', safe: 'あんぜんです', help: 'たすけて ください' },
    person: 'はなさん',
    drillCall: 'はなさん、れんしゅうです。',
    spokenDrill: 'れんしゅうです。',
    issuedBy: (town) => `${town}から`,
    agency: (name) => `気象庁 ${name}`,
    spokenIssued: (town, name) => `${town}から ${name}です。`,
    drillSentence: (sentence) =>
      /訓練|れんしゅう/.test(sentence) ? sentence : `れんしゅうです。${sentence}`,
  },
  en: {
    tag: 'en',
    level: 'Alert level',
    drill: 'DRILL',
    levels: {
      3: { name: 'Evacuation of the Elderly', reading: '', verb: 'Leave now' },
      4: { name: 'Evacuation Order', reading: '', verb: 'Get out now!' },
      5: { name: 'Emergency Safety Measures', reading: '', verb: 'Protect your life!' },
    },
    answers: { evacuating: 'I am leaving', safe: 'I am safe', help: 'I need help' },
    person: 'Hana-san',
    drillCall: 'Hana-san, this is a drill.',
    spokenDrill: 'This is a drill.',
    issuedBy: (town) => `From ${town}`,
    agency: (name) => `Weather agency: ${name}`,
    spokenIssued: (town, name) => `${name} from ${town}.`,
    drillSentence: (sentence) => (/\bdrill\b/i.test(sentence) ? sentence : `Drill: ${sentence}`),
  },
};
