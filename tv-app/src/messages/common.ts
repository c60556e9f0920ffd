/** Words that every page shares. */
export const common = {
  brand: '茶の間',
  loading: 'よみこみ中です',
  again: 'もういちど',
  stop: 'やめる',
  yes: 'はい',
  no: 'いいえ',
  close: 'とじる',
  back: '戻る',
  backOne: 'ひとつ まえへ',
  backToBroadcast: 'テレビへ',
  enter: '決定',
  next: 'つぎを 見る',
  toStart: 'はじめに もどる',
  honorific: 'さん',
  legend: {
    blue: { key: '青', word: '文字を大きく', wordLarge: '文字をもどす' },
    red: { key: '赤', word: '読み上げ' },
    green: { key: '緑', word: 'ホーム' },
    yellow: { key: '黄', word: 'つかいかた' },
  },
} as const;

/** 「はなさん」 */
export const withHonorific = (callName: string): string => `${callName}${common.honorific}`;

/** What a viewer calls each service. */
export const serviceTitles = {
  health: 'けんこう',
  booking: 'よやく',
  notices: 'おしらせ',
  town: '町の ページ',
  alerts: 'ぼうさい',
  boxes: 'テレビ',
  identity: 'カード',
} as const;
