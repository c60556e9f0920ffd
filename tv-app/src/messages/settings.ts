import type { Settings } from '../app/settings.ts';
import { catalogue, type Language } from './language.ts';

/** Each language in its own words. */
export const languageNames: Readonly<Record<Language, string>> = {
  ja: '日本語',
  plain: 'やさしい 日本語',
  en: 'English',
};

/** Asked in the language that was just chosen; the way back is written in the one before. */
export const languageQuestions: Readonly<
  Record<Language, { question: string; detail: string; keep: string; goBack: string }>
> = {
  ja: {
    question: '日本語で いいですか。',
    detail: 'えらぶ まえに もどせます。',
    keep: '日本語に する',
    goBack: '日本語に もどす',
  },
  plain: {
    question: 'この ことばで いいですか。',
    detail: '前の ことばに もどせます。',
    keep: 'これに する',
    goBack: 'やさしい 日本語に もどす',
  },
  en: {
    question: 'Use English?',
    detail: 'You can go back to the language before.',
    keep: 'Use English',
    goBack: 'Back to English',
  },
};

interface Tile {
  label: string;
  note: string;
}
type Values<K extends keyof Settings> = Readonly<Record<`${Settings[K]}`, string>>;

/** せってい: its first page and the pages behind it. */
export const settingsWords = catalogue({
  ja: {
    title: 'せってい',
    look: { label: '見やすさ', note: '文字と 色' } as Tile,
    sound: { label: '音と こえ', note: '読み上げと キーの 音' } as Tile,
    language: { label: 'ことば', note: 'Language' } as Tile,
    remote: { label: 'リモコン', note: 'キーを ためす' } as Tile,
    reader: { label: 'カードの 台', note: 'ためして みる' } as Tile,
    about: { label: 'この テレビ', note: 'していること' } as Tile,
    textSize: '文字の 大きさ',
    textSizes: { normal: 'ふつう', large: '大きい' } as Values<'textSize'>,
    contrast: '色の つよさ',
    contrasts: { normal: 'ふつう', high: 'くっきり' } as Values<'contrast'>,
    sample: '文字は このように 見えます。',
    readAloud: 'じどうで 読み上げる',
    switches: { true: 'する', false: 'しない' } as Values<'readAloud'>,
    voiceSpeed: 'こえの はやさ',
    voiceSpeeds: { slow: 'ゆっくり', normal: 'ふつう', fast: 'はやい' } as Values<'voiceSpeed'>,
    keySound: 'キーの 音',
    sounds: { true: '出す', false: '出さない' } as Values<'sound'>,
    test: 'こえと 音を ためす',
    play: '聞く',
    tested: 'この はやさで 読み上げます。',
    volume: '大きさは テレビの 音量で かえます。',
    changed: (what: string, value: string) => `${what}、${value}に しました。`,
    languageUndone: 'もとの ことばに もどしました。',
    help: ['かえたい ものを えらびます。', '決定を おすと かわります。'],
    helpLook: ['決定を おすと すぐに かわります。', 'もういちど おすと つぎに かわります。'],
    helpLanguage: ['ことばを えらびます。', '戻るで もとに もどせます。'],
  },
  plain: {
    title: '使い方を かえる',
    look: { label: '見やすさ', note: '字と 色' } as Tile,
    sound: { label: '音と 声', note: '声と ボタンの 音' } as Tile,
    language: { label: 'ことば', note: 'Language' } as Tile,
    remote: { label: 'リモコン', note: 'ボタンを ためす' } as Tile,
    reader: { label: 'カードの 台', note: 'ためして みる' } as Tile,
    about: { label: 'この テレビ', note: 'して いること' } as Tile,
    textSize: '字の 大きさ',
    textSizes: { normal: 'ふつう', large: '大きい' } as Values<'textSize'>,
    contrast: '色の つよさ',
    contrasts: { normal: 'ふつう', high: 'はっきり' } as Values<'contrast'>,
    sample: '字は こう 見えます。',
    readAloud: 'いつも 声で 読む',
    switches: { true: 'する', false: 'しない' } as Values<'readAloud'>,
    voiceSpeed: '声の はやさ',
    voiceSpeeds: { slow: 'ゆっくり', normal: 'ふつう', fast: 'はやい' } as Values<'voiceSpeed'>,
    keySound: 'ボタンの 音',
    sounds: { true: '出す', false: '出さない' } as Values<'sound'>,
    test: '声と 音を 聞いて みる',
    play: '聞く',
    tested: 'この はやさで 読みます。',
    volume: '音の 大きさは リモコンの 音量で かえます。',
    changed: (what: string, value: string) => `${what}、${value}に しました。`,
    languageUndone: '前の ことばに もどしました。',
    help: ['かえたい ものを えらびます。', '「決定」を おすと かわります。'],
    helpLook: ['「決定」を おすと すぐに かわります。', 'もう いちど おすと 次に かわります。'],
    helpLanguage: ['ことばを えらびます。', '「戻る」で 前の ことばに もどせます。'],
  },
  en: {
    title: 'Settings',
    look: { label: 'Display', note: 'Letters and colours' } as Tile,
    sound: { label: 'Sound', note: 'Voice and key sounds' } as Tile,
    language: { label: 'Language', note: 'ことば' } as Tile,
    remote: { label: 'Remote', note: 'Try the keys' } as Tile,
    reader: { label: 'Card reader', note: 'Try it' } as Tile,
    about: { label: 'This TV', note: 'What it does' } as Tile,
    textSize: 'Text size',
    textSizes: { normal: 'Normal', large: 'Large' } as Values<'textSize'>,
    contrast: 'Contrast',
    contrasts: { normal: 'Normal', high: 'High' } as Values<'contrast'>,
    sample: 'This is how text looks.',
    readAloud: 'Always read aloud',
    switches: { true: 'On', false: 'Off' } as Values<'readAloud'>,
    voiceSpeed: 'Speed of the voice',
    voiceSpeeds: { slow: 'Slow', normal: 'Normal', fast: 'Fast' } as Values<'voiceSpeed'>,
    keySound: 'Sound of keys',
    sounds: { true: 'On', false: 'Off' } as Values<'sound'>,
    test: 'Try voice and sound',
    play: 'Play',
    tested: 'The voice speaks this fast.',
    volume: 'Use the volume keys for louder or softer.',
    changed: (what: string, value: string) => `${what}: ${value}.`,
    languageUndone: 'The language before is back.',
    help: ['Choose what you want to change.', 'Press OK to change it.'],
    helpLook: ['It changes as soon as you press OK.', 'Press again for the next one.'],
    helpLanguage: ['Choose a language.', 'Back brings back the one before.'],
  },
});

/** Trying the card reader. */
export const readerTestWords = catalogue({
  ja: {
    title: 'カードの 台を ためす',
    line: 'テレビの なか',
    lineGood: 'うごいて います。',
    lineBad: 'つながって いません。',
    reader: 'カードの 台',
    readerGood: 'つながって います。',
    readerBad: 'つながって いません。',
    card: 'カード',
    cardGood: '見えました。',
    cardWait: 'おいて みてください。',
    cardNot: 'まだ しらべられません。',
    all: 'カードの 台は つかえます。',
    lay: 'カードを 台に おいて みてください。',
    nothingRead: 'カードの なかは よみません。',
    plug: '台の ケーブルを たしかめてください。',
    stay: 'もどらない ときは 電話で きいてください。',
    end: 'おわる',
    picture: 'カードを 台に おく ところ',
    help: ['カードを おくと すぐに 出ます。', 'カードの なかは よみません。'],
  },
  plain: {
    title: 'カードの 台を ためす',
    line: 'テレビの 中',
    lineGood: 'うごいて います。',
    lineBad: 'つながって いません。',
    reader: 'カードの 台',
    readerGood: 'つながって います。',
    readerBad: 'つながって いません。',
    card: 'カード',
    cardGood: '見えました。',
    cardWait: 'おいて みて ください。',
    cardNot: 'まだ わかりません。',
    all: 'カードの 台は 使えます。',
    lay: 'カードを 台の 上に おいて ください。',
    nothingRead: 'カードの 中は 読みません。',
    plug: '台の コードを 見て ください。',
    stay: 'なおらない ときは 電話で 聞いて ください。',
    end: 'おわる',
    picture: 'カードを 台に おく ところ',
    help: ['カードを おくと すぐに 出ます。', 'カードの 中は 読みません。'],
  },
  en: {
    title: 'Try the card reader',
    line: 'This box',
    lineGood: 'Working.',
    lineBad: 'Not connected.',
    reader: 'Card reader',
    readerGood: 'Connected.',
    readerBad: 'Not connected.',
    card: 'Card',
    cardGood: 'Seen.',
    cardWait: 'Lay one on it.',
    cardNot: 'Cannot tell yet.',
    all: 'The card reader works.',
    lay: 'Lay a card on the reader.',
    nothingRead: 'Nothing is read from the card.',
    plug: 'Look at the cable of the reader.',
    stay: 'If it stays so, please call us.',
    end: 'Finish',
    picture: 'Laying a card on the reader',
    help: ['It shows as soon as a card lies there.', 'Nothing is read from the card.'],
  },
});

interface Sheet {
  headline: string;
  sentences: readonly string[];
}

/** テレビが していること: what is stored, what is sent, who sees it. */
export const aboutWords = catalogue({
  ja: {
    title: 'テレビが していること',
    next: 'つぎを 見る',
    toStart: 'はじめに もどる',
    tour: 'はじめの あんない',
    call: 'わからない ときの 電話',
    counter: 'ケーブルテレビの 窓口に きいてください。',
    sheets: [
      {
        headline: 'していること',
        sentences: [
          '町の おしらせと ひなんの しらせを まちます。',
          'カードは おいた ときだけ たしかめます。',
          'けんこうや よやくは 見る ときだけ 出します。',
        ],
      },
      {
        headline: 'していないこと',
        sentences: [
          '見ている ばんぐみは しらべません。',
          'へやの 音や すがたは とりません。',
          'カードの 番号や 暗証番号は のこしません。',
        ],
      },
      {
        headline: 'のこるもの、とどくところ',
        sentences: [
          'のこるのは 文字の 大きさなどの せっていです。',
          'ひなんの へんじは 町役場に とどきます。',
          'けんこうの ことは 本人だけが 見られます。',
        ],
      },
    ] as readonly Sheet[],
    help: ['テレビの しごとを せつめいします。', '「つぎを 見る」で 3まい あります。'],
  },
  plain: {
    title: 'テレビが して いること',
    next: '次を 見る',
    toStart: 'はじめに もどる',
    tour: 'はじめの せつめい',
    call: 'わからない ときの 電話',
    counter: 'ケーブルテレビの 人に 聞いて ください。',
    sheets: [
      {
        headline: 'して いること',
        sentences: [
          '町の おしらせを まって います。',
          'カードは おいた ときだけ 見ます。',
          '体の ことは 見る ときだけ 出します。',
        ],
      },
      {
        headline: 'して いないこと',
        sentences: [
          '見て いる 番組は しらべません。',
          '部屋の 音や 人は とりません。',
          'カードの 番号は のこしません。',
        ],
      },
      {
        headline: 'のこる もの、とどく ところ',
        sentences: [
          '字の 大きさなどが のこります。',
          'にげる ときの 返事は 町に とどきます。',
          '体の ことは あなただけが 見られます。',
        ],
      },
    ] as readonly Sheet[],
    help: ['テレビの しごとを せつめいします。', '「次を 見る」で 3まい あります。'],
  },
  en: {
    title: 'What this TV does',
    next: 'Next page',
    toStart: 'First page',
    tour: 'Short tour',
    call: 'Please call if unsure',
    counter: 'Ask the cable television desk.',
    sheets: [
      {
        headline: 'It does',
        sentences: [
          'Waits for town news and evacuation orders.',
          'Checks a card only while it lies there.',
          'Shows health and bookings only to you.',
        ],
      },
      {
        headline: 'It does not',
        sentences: [
          'Look at what you watch.',
          'Listen or look into your room.',
          'Keep your card number or your PIN.',
        ],
      },
      {
        headline: 'What stays, what is sent',
        sentences: [
          'Settings such as letter size stay here.',
          'Your answer to an order goes to the town.',
          'Only you can see your health records.',
        ],
      },
    ] as readonly Sheet[],
    help: ['This explains what the television does.', 'There are three pages.'],
  },
});
