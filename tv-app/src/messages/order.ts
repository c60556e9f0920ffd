import type { Answer } from '../../../mock-platform/src/protocol/alerts.ts';
import { catalogue } from './language.ts';

interface LevelWords {
  /** The official name (内閣府); its reading stands above it where it is written in kanji. */
  name: string;
  reading: string;
  /** What to do, as a call (D9). */
  verb: string;
}

/** Words of evacuation orders by level (D9, 内閣府): official names with readings, our verbs. */
export const levels = catalogue<Record<3 | 4 | 5, LevelWords>>({
  ja: {
    3: { name: '高齢者等避難', reading: 'こうれいしゃとう ひなん', verb: 'いま ひなんして' },
    4: { name: '避難指示', reading: 'ひなんしじ', verb: 'すぐ にげて！' },
    5: { name: '緊急安全確保', reading: 'きんきゅう あんぜん かくほ', verb: 'いのちを まもって！' },
  },
  plain: {
    3: { name: '高齢者等避難', reading: 'こうれいしゃとう ひなん', verb: 'いま にげて' },
    4: { name: '避難指示', reading: 'ひなんしじ', verb: 'すぐ にげて！' },
    5: { name: '緊急安全確保', reading: 'きんきゅう あんぜん かくほ', verb: 'いのちを まもって！' },
  },
  en: {
    3: { name: 'Evacuation of the Elderly', reading: '', verb: 'Leave now' },
    4: { name: 'Evacuation Order', reading: '', verb: 'Get out now!' },
    5: { name: 'Emergency Safety Measures', reading: '', verb: 'Protect your life!' },
  },
});

/** The official name as marked text for `RubyText`: 「{避難指示|ひなんしじ}」. */
export function officialName(level: 3 | 4 | 5): string {
  const { name, reading } = levels[level];
  return reading === '' ? name : `{${name}|${reading}}`;
}

/** The official name as it is spoken. */
export const spokenName = (level: 3 | 4 | 5): string => levels[level].reading || levels[level].name;

export const answerWords = catalogue<Record<Answer, string>>({
  ja: { evacuating: 'にげます', safe: 'あんぜんです', help: 'たすけがいる' },
  plain: { evacuating: 'にげます', safe: 'あんぜんです', help: 'たすけて ください' },
  en: { evacuating: 'I am leaving', safe: 'I am safe', help: 'I need help' },
});

export const order = catalogue({
  ja: {
    level: '警戒レベル',
    drill: '訓練',
    issuedBy: (town: string): string => `${town}から`,
    agency: (name: string): string => `気象庁 ${name}`,
    nobody: 'みなさん',
    drillNames: (names: string): string => `${names}、訓練です。`,
    drillSentence: (sentence: string): string =>
      sentence.includes('訓練') ? sentence : `訓練で、${sentence}`,
    whose: 'どなたの こたえですか。',
    everybody: 'みんな',
    sending: 'つたえています。',
    told: '町に つたえました。',
    queued: 'つながったら 町に つたえます。',
    toldHelp: 'でんわの ちかくで まってください。',
    queuedHelp: 'いそぐ ときは 119へ でんわしてください。',
    toldEvacuating: 'きをつけて いってください。',
    toldSafe: 'そのまま あんぜんな ところに いてください。',
    toldDrill: '訓練でした。ありがとうございます。',
    notTold: 'こたえを おくれませんでした。',
    again: 'もういちど',
    close: 'とじる',
    cancelled: '取消',
    cancelledReading: 'とりけし',
    cancelledSentence: (name: string): string => `${name}は とりけされました。`,
    cancelledMore: 'さっきの おしらせは おわりです。',
    understood: 'わかりました',
    spokenDrill: '訓練です。',
    /** Who says it and what it is called, as spoken. */
    spokenIssued: (town: string, name: string): string => `${town}から ${name}です。`,
  },
  plain: {
    level: '警戒レベル',
    drill: '訓練',
    issuedBy: (town: string): string => `${town}から`,
    agency: (name: string): string => `気象庁 ${name}`,
    nobody: 'みなさん',
    drillNames: (names: string): string => `${names}、れんしゅうです。`,
    drillSentence: (sentence: string): string =>
      sentence.includes('訓練') || sentence.includes('れんしゅう') ? sentence : `れんしゅうです。${sentence}`,
    whose: 'だれの こたえ ですか。',
    everybody: 'みんな',
    sending: 'いま 町に おくって います。',
    told: '町に つたえました。',
    queued: 'あとで 町に つたえます。',
    toldHelp: 'でんわの ちかくで まって ください。',
    queuedHelp: 'いそぐ ときは 119へ でんわして ください。',
    toldEvacuating: 'きを つけて いって ください。',
    toldSafe: 'そのまま あんぜんな ところに いて ください。',
    toldDrill: 'れんしゅう でした。ありがとう ございます。',
    notTold: 'こたえを おくる ことが できません でした。',
    again: 'もう いちど',
    close: 'とじる',
    cancelled: '取消',
    cancelledReading: 'なくなりました',
    cancelledSentence: (name: string): string => `${name}は なくなりました。`,
    cancelledMore: 'さっきの おしらせは おわりです。',
    understood: 'わかりました',
    spokenDrill: 'れんしゅうです。',
    spokenIssued: (town: string, name: string): string => `${town}から ${name}です。`,
  },
  en: {
    level: 'Alert level',
    drill: 'DRILL',
    issuedBy: (town: string): string => `From ${town}`,
    agency: (name: string): string => `Weather agency: ${name}`,
    nobody: 'Everybody',
    drillNames: (names: string): string => `${names}, this is a drill.`,
    drillSentence: (sentence: string): string =>
      /\bdrill\b/i.test(sentence) ? sentence : `Drill: ${sentence}`,
    whose: 'Whose answer is it?',
    everybody: 'All of us',
    sending: 'Sending your answer.',
    told: 'The town has your answer.',
    queued: 'The town gets it once there is a connection.',
    toldHelp: 'Please stay near your phone.',
    queuedHelp: 'If it is urgent, please call 119.',
    toldEvacuating: 'Please take care on your way.',
    toldSafe: 'Please stay where it is safe.',
    toldDrill: 'This was a drill. Thank you.',
    notTold: 'Your answer could not be sent.',
    again: 'Try again',
    close: 'Close',
    cancelled: 'Cancelled',
    cancelledReading: 'Cancelled',
    cancelledSentence: (name: string): string => `The ${name} is cancelled.`,
    cancelledMore: 'The earlier warning is over.',
    understood: 'I understand',
    spokenDrill: 'This is a drill.',
    spokenIssued: (town: string, name: string): string => `${name} from ${town}.`,
  },
});
