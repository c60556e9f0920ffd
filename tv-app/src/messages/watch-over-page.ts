import { catalogue } from './language.ts';

export const watchOverPage = catalogue({
  ja: {
    help: [
      'まいあさ テレビが ぐあいを ききます。',
      'だれに つたえるかを えらべます。',
      'えらばなければ ききません。',
      'おやすみの あいだは ききません。',
    ],
    tells: ['つたえる', 'つたえない'],
    away: 'るすに する',
    awayValues: ['しない', 'あすまで', '１しゅうかん'],
    reported: 'つたえたこと',
    nothing: 'まだ なにも つたえていません。',
    off: ['まいあさ テレビが ぐあいを ききます。', 'こたえを つたえる 人を えらんでください。'],
    silent: (hours: number): string => `${hours}じかん へんじが なかったこと`,
    to: (names: string): string => `${names}へ`,
  },
  plain: {
    help: [
      '毎朝 テレビが 元気かどうか 聞きます。',
      'だれに つたえるか えらんで ください。',
      'えらばない ときは 聞きません。',
      'るすの ときは 聞きません。',
    ],
    tells: ['つたえる', 'つたえない'],
    away: 'るすに する',
    awayValues: ['しない', 'あしたまで', '１週間'],
    reported: 'つたえたこと',
    nothing: 'まだ 何も つたえて いません。',
    off: ['毎朝 テレビが 元気かどうか 聞きます。', 'つたえる 人を えらんで ください。'],
    silent: (hours: number): string => `${hours}時間 へんじが なかったこと`,
    to: (names: string): string => `${names}に`,
  },
  en: {
    help: [
      'Every morning the television asks how you are.',
      'You choose who is told.',
      'If you choose nobody, it does not ask.',
      'It does not ask while you are away.',
    ],
    tells: ['Tell', 'Do not tell'],
    away: 'Away from home',
    awayValues: ['No', 'Until tomorrow', 'One week'],
    reported: 'What was told',
    nothing: 'Nothing has been told yet.',
    off: ['Every morning the television asks how you are.', 'Please choose who is told.'],
    silent: (hours: number): string => `No answer for ${hours} hours`,
    to: (names: string): string => `to ${names}`,
  },
});
