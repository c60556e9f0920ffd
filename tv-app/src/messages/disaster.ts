import { catalogue } from './language.ts';

export const disaster = catalogue({
  ja: {
    title: 'ぼうさい',
    question: 'にげる ばしょ',
    own: 'ちかく',
    capacity: (count: number): string => `${count}人まで`,
    none: 'ばしょは まだ ありません。',
    noneMore: '役場の人に きいてください。',
    asOf: (time: string): string => `${time}の 情報です。`,
    offline: 'いま つながって いません。',
    town: (name: string): string => `${name}の、家から ちかい じゅんです。`,
  },
  plain: {
    title: '災害の とき',
    question: 'にげる 所',
    own: '近く',
    capacity: (count: number): string => `${count}人 まで`,
    none: 'にげる 所が まだ わかりません。',
    noneMore: '役場の 人に 聞いて ください。',
    asOf: (time: string): string => `${time}に わかった ことです。`,
    offline: '今 つながって いません。',
    town: (name: string): string => `${name}です。家に 近い 所が 上です。`,
  },
  en: {
    title: 'Disasters',
    question: 'Where to go',
    own: 'Near you',
    capacity: (count: number): string => `For ${count} people`,
    none: 'No places are listed yet.',
    noneMore: 'Please ask the town office.',
    asOf: (time: string): string => `As of ${time}.`,
    offline: 'There is no connection right now.',
    town: (name: string): string => `Places in ${name}, nearest first.`,
  },
});
