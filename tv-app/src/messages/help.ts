import { catalogue } from './language.ts';

export const helpWords = catalogue({
  ja: {
    title: 'つかいかた',
    of: (title: string): string => `「${title}」の つかいかた`,
    colours: '色の キーは どこでも おなじです。',
    close: 'とじる',
    home: [
      '矢印で えらんで 決定を おします。',
      'カードの しるしが あれば カードで ひらきます。',
      '戻るを おすと テレビに もどります。',
    ],
    login: [
      '台の まんなかに カードを おきます。',
      'おいたままで つかいます。',
      'おわったら カードを とってください。',
    ],
    pin: [
      '役場で きめた 番号です。',
      'リモコンの 数字でも おせます。',
      'まわりの 人に 見えないように おします。',
      'わからない ときは やめて かまいません。',
    ],
    notices: ['よみたい おしらせを えらびます。', '赤を おすと こえで よみます。'],
    disaster: [
      '町の にげる ばしょです。',
      '家から ちかい ばしょが 上です。',
      'あぶない ときは テレビが しらせます。',
    ],
    settings: ['かえたい ものを えらびます。', '決定を おすと かわります。'],
  },
  plain: {
    title: '使い方',
    of: (title: string): string => `「${title}」の 使い方`,
    colours: '色の ボタンは いつも 同じです。',
    close: 'とじる',
    home: [
      '矢印（→）で えらびます。決定を おします。',
      'カードの 絵が ある ときは カードを 使います。',
      '戻るを おすと テレビを 見る ことが できます。',
    ],
    login: [
      '台の まん中に カードを 置きます。',
      'カードは ずっと 置いて ください。',
      'おわったら カードを 取って ください。',
    ],
    pin: [
      '役場で きめた 番号です。',
      'リモコンの 数字も 使えます。',
      'ほかの 人に 見せないで ください。',
      'わからない ときは やめて ください。',
    ],
    notices: ['読みたい お知らせを えらびます。', '赤を おすと 声で 読みます。'],
    disaster: [
      'あぶない ときに にげる 所です。',
      '家に 近い 所が 上に あります。',
      'あぶない ときは テレビが 教えます。',
    ],
    settings: ['かえたい ものを えらびます。', '決定を おすと かわります。'],
  },
  en: {
    title: 'Help',
    of: (title: string): string => `How to use “${title}”`,
    colours: 'The colour keys are the same on every page.',
    close: 'Close',
    home: [
      'Choose with the arrows and press OK (決定).',
      'A card sign means: your card opens it.',
      'Back (戻る) takes you to the television.',
    ],
    login: [
      'Lay your card in the middle of the reader.',
      'Leave it there while you use it.',
      'Take your card when you have finished.',
    ],
    pin: [
      'It is the number you chose at the town office.',
      'The number keys of the remote work too.',
      'Make sure that nobody watches.',
      'If you are not sure, you can always stop.',
    ],
    notices: ['Choose what you would like to read.', 'The red key 赤 reads it aloud.'],
    disaster: [
      'These are safe places in your town.',
      'The ones near your home come first.',
      'In danger, the television will tell you.',
    ],
    settings: ['Choose what you would like to change.', 'Press OK (決定) to change it.'],
  },
});

export const idleWords = catalogue({
  ja: {
    title: 'ごかくにん',
    question: 'まだ つかいますか。',
    more: 'なにも おさないと おわります。',
    goOn: 'つかいます',
  },
  plain: {
    title: '聞きたい こと',
    question: 'まだ 使いますか。',
    more: '何も おさないと おわります。',
    goOn: '使います',
  },
  en: {
    title: 'Still there?',
    question: 'Would you like to go on?',
    more: 'Without an answer, your visit ends.',
    goOn: 'Yes, go on',
  },
});
