import { isDrawable } from '../text/gaiji.ts';
import { markName } from '../text/marked.ts';
import { romanised } from '../text/romanised.ts';
import { catalogue, inLanguage, language } from './language.ts';

/** Words that every page shares. Keys bear the names that are printed on the remote control, whatever the language. */
export const common = catalogue({
  ja: {
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
    /** 「5つの うち 2つめ」 */
    step: (current: number, count: number): string => `${count}つの うち ${current}つめ`,
    legend: {
      blue: { key: '青', word: '文字を大きく', wordLarge: '文字をもどす' },
      red: { key: '赤', word: '読み上げ' },
      green: { key: '緑', word: 'ホーム' },
      yellow: { key: '黄', word: 'つかいかた' },
    },
  },
  plain: {
    brand: '茶の間',
    loading: 'じゅんび して います',
    again: 'もう いちど',
    stop: 'やめる',
    yes: 'はい',
    no: 'いいえ',
    close: 'とじる',
    back: '戻る',
    backOne: 'ひとつ 前へ',
    backToBroadcast: 'テレビへ',
    enter: '決定',
    next: '次を 見る',
    toStart: 'はじめに 戻る',
    honorific: 'さん',
    step: (current: number, count: number): string => `${count}つの 中の ${current}つめ`,
    legend: {
      blue: { key: '青', word: '字を 大きく', wordLarge: '字を もどす' },
      red: { key: '赤', word: '声で 読む' },
      green: { key: '緑', word: 'はじめ' },
      yellow: { key: '黄', word: '使い方' },
    },
  },
  en: {
    brand: 'Chanoma',
    loading: 'One moment, please',
    again: 'Try again',
    stop: 'Stop',
    yes: 'Yes',
    no: 'No',
    close: 'Close',
    back: '戻る',
    backOne: 'One step back',
    backToBroadcast: 'To TV',
    enter: '決定',
    next: 'Show more',
    toStart: 'Back to the top',
    honorific: '-san',
    step: (current: number, count: number): string => `Step ${current} of ${count}`,
    legend: {
      blue: { key: '青', word: 'Larger text', wordLarge: 'Normal text' },
      red: { key: '赤', word: 'Listen' },
      green: { key: '緑', word: 'Home' },
      yellow: { key: '黄', word: 'Help' },
    },
  },
});

/** 「はなさん」, “Hana-san”. */
export const withHonorific = (callName: string): string =>
  `${inLanguage({ ja: callName, plain: callName, en: romanised(callName) })}${common.honorific}`;

/** A place as marked text: its kana above the kanji, Latin letters above the whole name in English. */
export const placeName = (name: string, reading: string): string =>
  language() === 'en' && isDrawable(name) ? `{${name}|${romanised(reading)}}` : markName(name, reading);

/** The same as it is said. */
export const spokenPlace = (reading: string): string => (language() === 'en' ? romanised(reading) : reading);

/** Sentences one after the other, as they are read aloud: 「けんこう。きょうの けつあつが とどきました。」 */
export function inSentences(parts: readonly string[]): string {
  const [stop, space] = inLanguage({ ja: ['。', ''], plain: ['。', ''], en: ['.', ' '] });
  return parts
    .filter(Boolean)
    .reduce(
      (said, part) => (said === '' ? part : `${said}${/[。！？.!?]$/.test(said) ? '' : stop}${space}${part}`),
      '',
    );
}

/** Things one after the other, as they are read aloud: 「山手公民館、20人まで」. */
export const inList = (parts: readonly string[]): string =>
  parts.filter(Boolean).join(inLanguage({ ja: '、', plain: '、', en: ', ' }));

/** What a viewer calls each service. */
export const serviceTitles = catalogue({
  ja: {
    health: 'けんこう',
    booking: 'よやく',
    notices: 'おしらせ',
    town: '町の ページ',
    alerts: 'ぼうさい',
    boxes: 'テレビ',
    identity: 'カード',
  },
  plain: {
    health: '体の こと',
    booking: '部屋の 予約',
    notices: 'お知らせ',
    town: '町の こと',
    alerts: '災害の とき',
    boxes: 'テレビ',
    identity: 'カード',
  },
  en: {
    health: 'Health',
    booking: 'Booking',
    notices: 'News',
    town: 'Town',
    alerts: 'Disasters',
    boxes: 'Television',
    identity: 'Card',
  },
});
