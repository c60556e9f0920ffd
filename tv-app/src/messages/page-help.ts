import { catalogue } from './language.ts';

/** つかいかた of what lies over the pages. */
export const idleHelp = catalogue({
  ja: { sentences: ['どの キーでも つづけられます。', '30びょう まつと おわります。'] },
  plain: { sentences: ['どの ボタンでも つづきます。', '30びょう おさないと おわります。'] },
  en: { sentences: ['Any key goes on.', 'Without a key it ends in 30 seconds.'] },
});

export const orderHelp = catalogue({
  ja: { sentences: ['矢印で えらんで 決定を おします。', '赤を おすと もういちど よみます。'] },
  plain: { sentences: ['矢印で えらびます。決定を おします。', '赤を おすと もう 一度 読みます。'] },
  en: { sentences: ['Choose by arrows, then press OK.', 'Red reads it out again.'] },
});

export const waitingHelp = catalogue({
  ja: { sentences: ['まもなく ひらきます。', 'やめる ときは 戻るを おします。'] },
  plain: { sentences: ['もう すこし まって ください。', 'やめる ときは 戻るを おします。'] },
  en: { sentences: ['The page will open soon.', 'Press Back to leave.'] },
});

export const watchOverHelp = catalogue({
  ja: { sentences: ['左右で えらんで 決定を おします。', '戻るを おすと あとで ききます。'] },
  plain: { sentences: ['左右の 矢印で えらびます。決定を おします。', '戻るを おすと あとで 聞きます。'] },
  en: { sentences: ['Choose by arrows, then press OK.', 'Back asks again later.'] },
});
