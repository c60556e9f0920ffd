import type { LoginNotice } from '../../../mock-platform/src/protocol/identity.ts';
import { japanTime } from '../text/dates.ts';

/** What a person should know about the card, said once signed in. */
const cardNotices: Record<LoginNotice, { headline: string; sentences: readonly string[] }> = {
  'signature-certificate.revoked': {
    headline: 'カードの 手つづきを おねがいします。',
    sentences: ['お名前か 住所が かわっています。', 'ケーブルテレビの 窓口で とうろくを なおせます。'],
  },
  'certificate.renew-soon': {
    headline: 'カードの 期限が ちかいです。',
    sentences: ['3か月 いないに つかえなくなります。', '役場の 窓口で あたらしく できます。'],
  },
};

export const home = {
  cardNews: 'カードの おしらせ',
  cardNotices,
  title: '茶の間',
  news: 'きょうの おしらせ',
  noNews: 'おしらせは ありません。',
  noNewsMore: 'あたらしい おしらせが くると ここに 出ます。',
  offline: 'いま つながって いません。',
  offlineMore: 'テレビは そのまま みられます。',
  asOf: (time: string) => `${time}の おしらせ`,
  health: { label: 'けんこう', note: 'カードで ひらく' },
  booking: { label: 'よやく', note: 'カードで ひらく' },
  disaster: { label: 'ぼうさい', note: 'にげる ばしょ' },
  settings: { label: 'せってい', note: '文字と 音' },
  open: 'ひらけます',
  cardLaid: '決定で えらんでください。',
  openWithPin: '番号で ひらく',
  openWithCard: '決定で ひらく',
} as const;

/** Greeting by the hour in Japan: 「おはようございます。」 until ten, 「こんばんは。」 from five in the evening. */
export function greeting(now: Date): string {
  const { hour } = japanTime(now);
  if (hour >= 4 && hour < 10) return 'おはようございます。';
  if (hour >= 10 && hour < 17) return 'こんにちは。';
  return 'こんばんは。';
}

/** 「はなさん、こんばんは。」; without name for somebody whom the town has not named yet. */
export const greetingFor = (callName: string, now: Date): string =>
  `${callName === '' ? '' : `${callName}さん、`}${greeting(now)}`;
