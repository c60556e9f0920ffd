import { catalogue } from './language.ts';

/** Words of the health pages. */
export const health = catalogue({
  ja: {
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
    /** 「70から 130」, 「130まで」, 「60から 上」. */
    between: (low: string, high: string): string => `${low}から ${high}`,
    upTo: (high: string): string => `${high}まで`,
    atLeast: (low: string): string => `${low}から 上`,
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
  },
  plain: {
    title: '体の こと',
    bloodPressure: '血圧（けつあつ）',
    weight: '体の 重さ',
    checkUp: '健診（けんしん）',
    systolic: '上',
    diastolic: '下',
    newest: (day: string, label: string): string => `${day}の ${label}が 来ました。`,
    emptyHeadline: 'まだ 何も ありません。',
    emptySentence: '来たら ここで 見る ことが できます。',
    noRecord: 'まだ ありません',
    toHome: 'はじめへ 戻る',
    inTable: '数字で 見る',
    inChart: '線で 見る',
    someOutside: (count: number): string => `ちがう もの ${count}つ`,
    allInside: 'ぜんぶ いい 数字です。',
    insideOf: (inside: number, judged: number): string => `${judged}この 中の ${inside}こが いい 数字です。`,
    noneJudged: '健診（けんしん）の 数字が 来ました。',
    target: (range: string): string => `いい 数字 ${range}`,
    between: (low: string, high: string): string => `${low}から ${high}`,
    upTo: (high: string): string => `${high}まで`,
    atLeast: (low: string): string => `${low}から 上`,
    resultOf: (year: string): string => `${year}の 数字`,
    weightSame: '1か月 前と 同じです。',
    weightMore: (kilograms: string): string => `1か月 前より ${kilograms}kg ふえました。`,
    weightLess: (kilograms: string): string => `1か月 前より ${kilograms}kg へりました。`,
    helpSummary: [
      '自分の 体の ことが わかります。',
      '見たい ものを えらんで ください。',
      'カードを 取ると 消えます。',
    ],
    helpTrend: [
      '左（←）と 右（→）で えらびます。',
      '決定を おすと 数字に なります。',
      'みどりの 所は いい 数字です。',
      '心配な ときは お医者さんに 聞いて ください。',
    ],
    helpCheckUp: [
      '健診（けんしん）の 数字です。',
      '○は いい 数字です。',
      '△は お医者さんに 聞いて ください。',
      '決定を おすと 前の 年も 見る ことが できます。',
    ],
  },
  en: {
    title: 'Health',
    bloodPressure: 'Blood pressure',
    weight: 'Weight',
    checkUp: 'Check-up',
    systolic: 'Upper',
    diastolic: 'Lower',
    newest: (day: string, label: string): string =>
      `New from ${day.replace('Today', 'today').replace('Yesterday', 'yesterday')}: ${label.toLowerCase()}.`,
    emptyHeadline: 'There are no records yet.',
    emptySentence: 'When they arrive, you will see them here.',
    noRecord: 'Nothing yet',
    toHome: 'Back to home',
    inTable: 'As a table',
    inChart: 'As a chart',
    someOutside: (count: number): string => `${count} outside`,
    allInside: 'All are within the usual range.',
    insideOf: (inside: number, judged: number): string => `${inside} of ${judged} are in the usual range.`,
    noneJudged: 'Your results have arrived.',
    target: (range: string): string => `Usual: ${range}`,
    between: (low: string, high: string): string => `${low} to ${high}`,
    upTo: (high: string): string => `up to ${high}`,
    atLeast: (low: string): string => `${low} or more`,
    resultOf: (year: string): string => `Results of ${year}`,
    weightSame: 'The same as a month ago.',
    weightMore: (kilograms: string): string => `${kilograms} kg more than a month ago.`,
    weightLess: (kilograms: string): string => `${kilograms} kg less than a month ago.`,
    helpSummary: [
      'These are your own records.',
      'Choose the one you would like to see.',
      'They disappear when you take your card.',
    ],
    helpTrend: [
      'Move with the left and right arrows.',
      'Press OK (決定) to see a table.',
      'The green band is the usual range.',
      'If you are worried, please ask your doctor.',
    ],
    helpCheckUp: [
      'These are the results of your check-up.',
      'A circle means: in the usual range.',
      'A triangle means: outside of it.',
      'Press OK (決定) to see earlier years.',
    ],
  },
});

/** Words of charts and tables. */
export const chart = catalogue({
  ja: {
    target: 'めやす',
    day: '日を えらぶ',
    year: '年を えらぶ',
    enter: '決定',
    notMeasured: 'はかっていません',
    nothing: 'きろくが ありません',
    none: 'なし',
  },
  plain: {
    target: 'よい',
    day: '日を えらぶ',
    year: '年を えらぶ',
    enter: '決定',
    notMeasured: '数字が ありません',
    nothing: '何も ありません',
    none: 'なし',
  },
  en: {
    target: 'Good',
    day: 'Choose a day',
    year: 'Choose a year',
    enter: '決定',
    notMeasured: 'Not measured',
    nothing: 'No records',
    none: 'None',
  },
});

type Verdict = 'inside' | 'high' | 'low' | 'unknown';

const verdicts = catalogue<Record<'short' | 'sentence', Record<Verdict, string>>>({
  ja: {
    short: { inside: 'めやすの なか', high: 'めやすより 高め', low: 'めやすより 低め', unknown: '' },
    sentence: {
      inside: 'めやすの はんいです。',
      high: 'めやすより 高めです。',
      low: 'めやすより 低めです。',
      unknown: '',
    },
  },
  plain: {
    short: { inside: 'いい 数字', high: '少し 高い', low: '少し 低い', unknown: '' },
    sentence: { inside: 'いい 数字です。', high: '少し 高いです。', low: '少し 低いです。', unknown: '' },
  },
  en: {
    short: { inside: 'In range', high: 'A bit high', low: 'A bit low', unknown: '' },
    sentence: {
      inside: 'In the usual range.',
      high: 'A little above the usual range.',
      low: 'A little below the usual range.',
      unknown: '',
    },
  },
});

/** Beside a value: never a word of alarm. */
export const verdictShort = (verdict: Verdict): string => verdicts.short[verdict];

/** Under a big number. */
export const verdictSentence = (verdict: Verdict): string => verdicts.sentence[verdict];

const when = catalogue({
  ja: { of: (day: string, part: string): string => `${day}の ${part}` },
  plain: { of: (day: string, part: string): string => `${day}の ${part}` },
  en: { of: (day: string, part: string): string => `${day}, ${part}` },
});

/** 「きょうの あさ」, “Today, morning”. */
export const whenWords = (day: string, part: string): string => when.of(day, part);
