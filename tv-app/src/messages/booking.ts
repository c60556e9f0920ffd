import type { Period } from '../../../mock-platform/src/protocol/booking.ts';

/** Words of the booking pages. */
export const booking = {
  title: 'よやく',
  fresh: 'あたらしく よやくする',
  freshNote: 'へやを えらびます',
  mine: 'わたしの よやく',
  mineNote: (count: number): string => (count === 0 ? 'いまは ありません' : `${count}つ あります`),
  nextBooking: 'つぎの よやく',
  noBooking: 'よやくは ありません。',
  noBookingMore: 'へやを えらんで よやく できます。',
  whichRoom: 'どの へやが いいですか。',
  whichDay: 'どの日が いいですか。',
  whichTime: 'いつが いいですか。',
  confirm: 'これで よやく しますか。',
  sending: 'よやくして います。',
  done: 'よやく できました。',
  booked: 'よやくして あります。',
  taken: 'いま うまりました。',
  takenMore: 'ちかい 日時が あいています。',
  takenNone: 'ちかい 日時も うまっています。',
  free: 'あいています',
  full: 'うまっています',
  closed: 'やすみ',
  over: 'おわりました',
  earlierDays: 'まえの 2週間',
  laterDays: 'つぎの 2週間',
  commit: 'よやくする',
  fix: 'なおす',
  otherDay: 'ほかの 日を 見る',
  toHome: 'ホームへ もどる',
  toMine: 'わたしの よやく',
  cancel: 'よやくを やめる',
  cancelled: 'よやくを とりけしました。',
  cancelledMore: 'りょうきんは かかりません。',
  cancelQuestion: 'よやくを とりけしますか。',
  cancelling: 'とりけして います。',
  keepIt: 'そのままにする',
  cancelIt: 'とりけす',
  until: (moment: string): string => `とりけしは\n${moment}まで`,
  tooLate: 'とりけしは でんわで おねがいします。',
  people: (count: number): string => `${count}人まで`,
  onceFee: (fee: string): string => `1回 ${fee}`,
  labels: { day: '日', time: '時間', place: '場所', fee: 'りょうきん' },
  help: {
    home: ['へやの よやくが できます。', 'よやくした ものも 見られます。'],
    room: ['つかいたい へやを えらびます。', '決定を おすと 日を えらべます。'],
    day: ['いきたい 日を えらびます。', '○の 日は あいています。', '戻るを おすと ひとつ まえに なります。'],
    time: ['つかう 時間を えらびます。', '○の 時間は あいています。'],
    confirm: ['よければ よやくするを おします。', 'なおす ときは 戻るを おします。'],
    done: ['よやくは おわりました。', 'ホームへ もどれます。'],
    mine: ['よやくした ものが ならんでいます。', 'えらぶと とりけしも できます。'],
  },
} as const;

/** 「午前」, 「午後」, 「夜間」 */
export const periodWords: Record<Period, string> = { morning: '午前', afternoon: '午後', evening: '夜間' };

const problems: Record<string, { sentence: string; next: string }> = {
  'booking.day-closed': { sentence: 'この日は やすみです。', next: 'ほかの 日を えらんで ください。' },
  'booking.outside-window': {
    sentence: 'この日は よやく できません。',
    next: 'ほかの 日を えらんで ください。',
  },
  'booking.limit': { sentence: 'よやくは 5つまでです。', next: 'ひとつ とりけすと できます。' },
  'booking.facility-unknown': {
    sentence: 'このへやは つかえません。',
    next: 'ほかの へやを えらんで ください。',
  },
  'booking.unknown': { sentence: 'このよやくは ありません。', next: 'よやくの ページを 見てください。' },
  'booking.too-late-to-cancel': {
    sentence: 'とりけしの 時間を すぎました。',
    next: 'でんわで おねがいします。',
  },
};

/** The booking service's own refusals; undefined for faults that the common words cover. */
export function bookingProblem(code: string): { sentence: string; next: string } | undefined {
  return problems[code];
}
