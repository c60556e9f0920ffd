import type { LoginNotice } from '../../../mock-platform/src/protocol/identity.ts';
import { japanTime } from '../text/calendar.ts';
import { withHonorific } from './common.ts';
import { catalogue, inLanguage } from './language.ts';

interface CardNotice {
  headline: string;
  sentences: readonly string[];
}

/** What a person should know about the card, said once signed in. */
const cardNotices = catalogue<Record<LoginNotice, CardNotice>>({
  ja: {
    'signature-certificate.revoked': {
      headline: 'カードの 手つづきを おねがいします。',
      sentences: ['お名前か 住所が かわっています。', 'ケーブルテレビの 窓口で とうろくを なおせます。'],
    },
    'certificate.renew-soon': {
      headline: 'カードの 期限が ちかいです。',
      sentences: ['3か月 いないに つかえなくなります。', '役場の 窓口で あたらしく できます。'],
    },
  },
  plain: {
    'signature-certificate.revoked': {
      headline: 'カードの ことで お願いが あります。',
      sentences: ['名前か 住所が かわりました。', 'ケーブルテレビの 店に 来て ください。'],
    },
    'certificate.renew-soon': {
      headline: 'カードが もうすぐ 使えなく なります。',
      sentences: ['使えるのは あと 3か月 までです。', '役場で 新しい カードに できます。'],
    },
  },
  en: {
    'signature-certificate.revoked': {
      headline: 'Your card needs attention.',
      sentences: ['Your name or address has changed.', 'The cable TV counter can update it.'],
    },
    'certificate.renew-soon': {
      headline: 'Your card expires soon.',
      sentences: ['It stops working within 3 months.', 'The town office can renew it.'],
    },
  },
});

export const home = catalogue({
  ja: {
    cardNews: 'カードの おしらせ',
    title: '茶の間',
    news: 'きょうの おしらせ',
    noNews: 'おしらせは ありません。',
    noNewsMore: 'あたらしい おしらせが くると ここに 出ます。',
    offline: 'いま つながって いません。',
    offlineMore: 'テレビは そのまま みられます。',
    asOf: (time: string): string => `${time}の おしらせ`,
    health: { label: 'けんこう', note: 'カードで ひらく' },
    booking: { label: 'よやく', note: 'カードで ひらく' },
    disaster: { label: 'ぼうさい', note: 'にげる ばしょ' },
    settings: { label: 'せってい', note: '文字と 音' },
    open: 'ひらけます',
    cardLaid: '決定で えらんでください。',
    openWithPin: '番号で ひらく',
    openWithCard: '決定で ひらく',
  },
  plain: {
    cardNews: 'カードの お知らせ',
    title: '茶の間',
    news: '今日の お知らせ',
    noNews: '今 お知らせは ありません。',
    noNewsMore: '新しい お知らせは ここに 出ます。',
    offline: '今 つながって いません。',
    offlineMore: 'テレビは 見る ことが できます。',
    asOf: (time: string): string => `${time}の お知らせ`,
    health: { label: '体の こと', note: 'カードを 使う' },
    booking: { label: '予約', note: 'カードを 使う' },
    disaster: { label: '災害', note: 'にげる 所' },
    settings: { label: '字と 声', note: '使い方を かえる' },
    open: '使えます',
    cardLaid: '見たい ものを えらんで ください。',
    openWithPin: '番号を 使う',
    openWithCard: '決定を おす',
  },
  en: {
    cardNews: 'About your card',
    title: 'Chanoma',
    news: 'Today’s news',
    noNews: 'There is no news.',
    noNewsMore: 'New notices will appear here.',
    offline: 'There is no connection right now.',
    offlineMore: 'You can go on watching television.',
    asOf: (time: string): string => `News as of ${time}`,
    health: { label: 'Health', note: 'Use your card' },
    booking: { label: 'Booking', note: 'Use your card' },
    disaster: { label: 'Disasters', note: 'Where to go' },
    settings: { label: 'Settings', note: 'Letters and sound' },
    open: 'Ready for you',
    cardLaid: 'Choose and press OK (決定).',
    openWithPin: 'Use your PIN',
    openWithCard: 'Press 決定',
  },
});

/** The words for what a person should know about the card. */
export const cardNotice = (notice: LoginNotice): CardNotice => cardNotices[notice];

const greetings = catalogue({
  ja: { morning: 'おはようございます。', day: 'こんにちは。', evening: 'こんばんは。' },
  plain: { morning: 'おはようございます。', day: 'こんにちは。', evening: 'こんばんは。' },
  en: { morning: 'Good morning.', day: 'Hello.', evening: 'Good evening.' },
});

/** Greeting by the hour in Japan: 「おはようございます。」 until ten, 「こんばんは。」 from five in the evening. */
export function greeting(now: Date): string {
  const { hour } = japanTime(now);
  if (hour >= 4 && hour < 10) return greetings.morning;
  if (hour >= 10 && hour < 17) return greetings.day;
  return greetings.evening;
}

/** 「はなさん、こんばんは。」; without name for somebody whom the town has not named yet. */
export function greetingFor(callName: string, now: Date): string {
  const words = greeting(now);
  if (callName === '') return words;
  const named = `${withHonorific(callName)}、${words}`;
  return inLanguage({
    ja: named,
    plain: named,
    en: `${words.replace(/\.$/, '')}, ${withHonorific(callName)}.`,
  });
}
