import { catalogue } from './language.ts';

interface Picture {
  headline: string;
  more: string;
  /** What the picture shows, for those who do not see it. */
  shows: string;
}

/** The four pictures of the first start: what this is, the remote control, the card, orders. */
export const firstRunWords = catalogue({
  ja: {
    title: 'はじめの あんない',
    next: 'つぎへ',
    begin: 'はじめる',
    skip: 'あとで 見る',
    helpSkip: '「あとで 見る」で とばせます。',
    helpAgain: '「せってい」から また 見られます。',
    pictures: [
      {
        headline: '役場の ことが テレビで できます。',
        more: 'けんこう、よやく、おしらせ。',
        shows: 'ちゃぶ台の むこうに テレビが あります。',
      },
      {
        headline: 'まよったら 戻るを おします。',
        more: '色の キーは どこでも おなじです。',
        shows: 'リモコンの 戻ると 四つの 色の キーです。',
      },
      {
        headline: 'カードを 台に おきます。',
        more: 'おいている あいだだけ つかえます。',
        shows: '手が カードを 台に おいて います。',
      },
      {
        headline: 'ひなんの ときは テレビが よびます。',
        more: 'しらせは ひとりでに 出ます。',
        shows: 'テレビが ひなんの ばしょを しらせます。',
      },
    ] as readonly Picture[],
  },
  plain: {
    title: 'はじめの せつめい',
    next: '次へ',
    begin: 'はじめる',
    skip: 'あとで 見る',
    helpSkip: '「あとで 見る」を おすと やめます。',
    helpAgain: '「使い方を かえる」から また 見られます。',
    pictures: [
      {
        headline: '町の ことが テレビで できます。',
        more: '体の こと、予約、おしらせ。',
        shows: 'テーブルの むこうに テレビが あります。',
      },
      {
        headline: 'こまったら 「戻る」を おします。',
        more: '色の ボタンは いつも 同じです。',
        shows: 'リモコンの 「戻る」と 四つの 色の ボタンです。',
      },
      {
        headline: 'カードを 台の 上に おきます。',
        more: 'おいて いる 間だけ 使えます。',
        shows: '手が カードを 台の 上に おいて います。',
      },
      {
        headline: 'にげる ときは テレビが 教えます。',
        more: 'おしらせは 自動で 出ます。',
        shows: 'テレビが にげる 場所を 教えて います。',
      },
    ] as readonly Picture[],
  },
  en: {
    title: 'A short tour',
    next: 'Next',
    begin: 'Start',
    skip: 'Later',
    helpSkip: 'Press “Later” to leave the tour.',
    helpAgain: 'You find it again in Settings.',
    pictures: [
      {
        headline: 'Town services on your television.',
        more: 'Health, bookings and town news.',
        shows: 'A television behind a low table.',
      },
      {
        headline: 'Lost? Press Back (戻る).',
        more: 'The colour keys do the same everywhere.',
        shows: 'The Back key and the four colour keys of the remote.',
      },
      {
        headline: 'Lay your card on the reader.',
        more: 'It works while the card lies there.',
        shows: 'A hand lays a card on the reader.',
      },
      {
        headline: 'In an emergency the TV calls you.',
        more: 'The message appears by itself.',
        shows: 'The television shows where to go.',
      },
    ] as readonly Picture[],
  },
});
