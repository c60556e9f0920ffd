import { catalogue } from './language.ts';

/** Words that only the accessible mirror says. */
export const mirrorWords = catalogue({
  ja: {
    screen: 'テレビの 画面',
    order: '町からの おしらせ',
    broadcast: 'テレビの ばんぐみ',
    broadcastMore: '決定を おすと 茶の間が ひらきます。',
  },
  plain: {
    screen: 'テレビの 画面',
    order: '町からの おしらせ',
    broadcast: 'テレビの ばんぐみ',
    broadcastMore: '決定の ボタンを おすと 茶の間が ひらきます。',
  },
  en: {
    screen: 'Television screen',
    order: 'Message from the town',
    broadcast: 'Television programme',
    broadcastMore: 'Press OK to open Chanoma.',
  },
});
