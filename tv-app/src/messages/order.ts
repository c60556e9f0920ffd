import type { Answer } from '../../../mock-platform/src/protocol/alerts.ts';

/** Words of evacuation orders by level (D9, 内閣府): official names with readings, our verbs. */
export const levels = {
  3: { name: '高齢者等避難', reading: 'こうれいしゃとう ひなん', verb: 'いま ひなんして' },
  4: { name: '避難指示', reading: 'ひなんしじ', verb: 'すぐ にげて！' },
  5: { name: '緊急安全確保', reading: 'きんきゅう あんぜん かくほ', verb: 'いのちを まもって！' },
} as const;

export const answerWords: Readonly<Record<Answer, string>> = {
  evacuating: 'にげます',
  safe: 'あんぜんです',
  help: 'たすけがいる',
};

export const order = {
  level: '警戒レベル',
  drill: '訓練',
  issuedBy: (town: string) => `${town}から`,
  agency: (name: string) => `気象庁 ${name}`,
  nobody: 'みなさん',
  drillNames: (names: string) => `${names}、訓練です。`,
  drillSentence: (sentence: string) => (sentence.includes('訓練') ? sentence : `訓練で、${sentence}`),
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
  cancelledSentence: (name: string) => `${name}は とりけされました。`,
  cancelledMore: 'さっきの おしらせは おわりです。',
  understood: 'わかりました',
  spokenDrill: '訓練です。',
} as const;
