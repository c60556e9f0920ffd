/** Words of the health pages. */
export const health = {
  title: 'けんこう',
  bloodPressure: 'けつあつ',
  weight: 'たいじゅう',
  checkUp: 'けんしん',
  systolic: '上',
  diastolic: '下',
  /** 「きょうの けつあつが とどきました。」 */
  newest: (day: string, label: string): string => `${day}の ${label}が とどきました。`,
  emptyHeadline: 'まだ きろくが ありません。',
  emptySentence: 'とどいたら ここで 見られます。',
  noRecord: 'まだ ありません',
  toHome: 'ホームへ もどる',
  inTable: 'ひょうで 見る',
  inChart: 'グラフで 見る',
  /** 「めやすの そとが 2つ」 */
  someOutside: (count: number): string => `めやすの そと ${count}つ`,
  allInside: 'ぜんぶ めやすの なかです。',
  /** 「9つの うち 8つが めやすの なかです。」 */
  insideOf: (inside: number, judged: number): string =>
    `${judged}この うち ${inside}こが めやすの なかです。`,
  noneJudged: 'けっかが とどいています。',
  target: (range: string): string => `めやす ${range}`,
  /** 「令和8年の けっか」 */
  resultOf: (year: string): string => `${year}の けっか`,
  weightSame: '1か月まえと おなじです。',
  weightMore: (kilograms: string): string => `1か月まえより ${kilograms}kg ふえました。`,
  weightLess: (kilograms: string): string => `1か月まえより ${kilograms}kg へりました。`,
  helpSummary: [
    'じぶんの きろくを 見られます。',
    '見たい きろくを えらんで ください。',
    'カードを とると きえます。',
  ],
  helpTrend: [
    '左右の キーで えらびます。',
    '決定を おすと ひょうに なります。',
    'みどりの 帯は めやすです。',
    '気になる ときは 先生に きいて ください。',
  ],
  helpCheckUp: [
    'けんしんの けっかです。',
    '○は めやすの なかです。',
    '△は めやすの そとです。',
    '決定を おすと まえの 年も 見られます。',
  ],
} as const;

/** Words of charts and tables. */
export const chart = {
  target: 'めやす',
  day: '日を えらぶ',
  year: '年を えらぶ',
  enter: '決定',
  notMeasured: 'はかっていません',
  nothing: 'きろくが ありません',
  none: 'なし',
} as const;

type Verdict = 'inside' | 'high' | 'low' | 'unknown';

/** Beside a value: never a word of alarm. */
export function verdictShort(verdict: Verdict): string {
  switch (verdict) {
    case 'inside':
      return 'めやすの なか';
    case 'high':
      return 'めやすより 高め';
    case 'low':
      return 'めやすより 低め';
    case 'unknown':
      return '';
  }
}

/** Under a big number. */
export function verdictSentence(verdict: Verdict): string {
  switch (verdict) {
    case 'inside':
      return 'めやすの はんいです。';
    case 'high':
      return 'めやすより 高めです。';
    case 'low':
      return 'めやすより 低めです。';
    case 'unknown':
      return '';
  }
}

/** 「きょうの あさ」 */
export const whenWords = (day: string, part: string): string => `${day}の ${part}`;
