export const disaster = {
  title: 'ぼうさい',
  question: 'にげる ばしょ',
  own: 'ちかく',
  capacity: (count: number) => `${count}人まで`,
  none: 'ばしょは まだ ありません。',
  noneMore: '役場の人に きいてください。',
  asOf: (time: string) => `${time}の 情報です。`,
  offline: 'いま つながって いません。',
  town: (name: string) => `${name}の ちかい じゅんです。`,
} as const;
