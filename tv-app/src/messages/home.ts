import { japanTime } from '../text/dates.ts';

export const home = {
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

/** 「はなさん、こんばんは。」 */
export const greetingFor = (callName: string, now: Date): string => `${callName}さん、${greeting(now)}`;
