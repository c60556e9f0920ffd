import type { Period } from '../../../mock-platform/src/protocol/booking.ts';
import { catalogue } from './language.ts';

/** Words of the booking pages. */
export const booking = catalogue({
  ja: {
    title: 'よやく',
    fresh: 'よやくする',
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
      day: [
        'いきたい 日を えらびます。',
        '○の 日は あいています。',
        '戻るを おすと ひとつ まえに なります。',
      ],
      time: ['つかう 時間を えらびます。', '○の 時間は あいています。'],
      confirm: ['よければ よやくするを おします。', 'なおす ときは 戻るを おします。'],
      done: ['よやくは おわりました。', 'ホームへ もどれます。'],
      mine: ['よやくした ものが ならんでいます。', 'えらぶと とりけしも できます。'],
    },
  },
  plain: {
    title: '部屋の 予約',
    fresh: '予約する',
    freshNote: '部屋を えらびます',
    mine: '私の 予約',
    mineNote: (count: number): string => (count === 0 ? '今は ありません' : `${count}つ あります`),
    nextBooking: '次の 予約（よやく）',
    noBooking: '予約（よやく）は ありません。',
    noBookingMore: '使いたい 部屋を 予約できます。',
    whichRoom: 'どの 部屋が いいですか。',
    whichDay: 'どの 日が いいですか。',
    whichTime: '何時が いいですか。',
    confirm: 'これで 予約しますか。',
    sending: '今 予約して います。',
    done: '予約（よやく）が できました。',
    booked: '予約（よやく）が あります。',
    taken: 'ほかの 人が 予約しました。',
    takenMore: '近い 日なら 予約できます。',
    takenNone: '近い 日も 予約できません。',
    free: '使えます',
    full: '使えません',
    closed: '休み',
    over: 'おわりました',
    earlierDays: '前の 2週間',
    laterDays: '次の 2週間',
    commit: '予約する',
    fix: 'なおす',
    otherDay: 'ほかの 日を 見る',
    toHome: 'はじめへ 戻る',
    toMine: '私の 予約',
    cancel: '予約を やめる',
    cancelled: '予約を やめました。',
    cancelledMore: 'お金は いりません。',
    cancelQuestion: '予約を やめますか。',
    cancelling: '今 やめて います。',
    keepIt: 'やめない',
    cancelIt: 'やめる',
    until: (moment: string): string => `${moment}まで\nやめる ことが できます`,
    tooLate: 'やめる ときは 電話を して ください。',
    people: (count: number): string => `${count}人 まで`,
    onceFee: (fee: string): string => `1回 ${fee}`,
    labels: { day: '日', time: '時間', place: '所', fee: 'お金' },
    help: {
      home: ['部屋を 予約（よやく）できます。', '自分の 予約も 見る ことが できます。'],
      room: ['使いたい 部屋を えらびます。', '決定を おすと 日を えらべます。'],
      day: ['行きたい 日を えらびます。', '○の 日は 使えます。', '戻るを おすと 前の 画面です。'],
      time: ['使う 時間を えらびます。', '○の 時間は 使えます。'],
      confirm: ['よい ときは 予約するを おします。', 'なおす ときは 戻るを おします。'],
      done: ['予約は おわりました。', 'はじめの 画面に 戻れます。'],
      mine: ['あなたの 予約です。', 'えらぶと やめる ことも できます。'],
    },
  },
  en: {
    title: 'Booking',
    fresh: 'Book a room',
    freshNote: 'Choose a room',
    mine: 'My bookings',
    mineNote: (count: number): string => (count === 0 ? 'None now' : `${count} booked`),
    nextBooking: 'Your next booking',
    noBooking: 'You have no bookings.',
    noBookingMore: 'You can choose a room and book it.',
    whichRoom: 'Which room would you like?',
    whichDay: 'Which day suits you?',
    whichTime: 'Which time suits you?',
    confirm: 'Shall we book this?',
    sending: 'Booking your room.',
    done: 'Your room is booked.',
    booked: 'This is booked for you.',
    taken: 'Somebody was faster.',
    takenMore: 'These times nearby are free.',
    takenNone: 'The times nearby are taken too.',
    free: 'Free',
    full: 'Taken',
    closed: 'Closed',
    over: 'Over',
    earlierDays: 'Earlier',
    laterDays: 'Later',
    commit: 'Book it',
    fix: 'Change it',
    otherDay: 'Another day',
    toHome: 'Back to home',
    toMine: 'My bookings',
    cancel: 'Cancel it',
    cancelled: 'Your booking is cancelled.',
    cancelledMore: 'There is nothing to pay.',
    cancelQuestion: 'Cancel this booking?',
    cancelling: 'Cancelling your booking.',
    keepIt: 'Keep it',
    cancelIt: 'Cancel it',
    until: (moment: string): string => `Can be cancelled until\n${moment}`,
    tooLate: 'To cancel now, please call.',
    people: (count: number): string => `Up to ${count}`,
    onceFee: (fee: string): string => fee,
    labels: { day: 'Day', time: 'Time', place: 'Place', fee: 'Price' },
    help: {
      home: ['You can book rooms of the town.', 'You can also see what you have booked.'],
      room: ['Choose the room you would like.', 'Press OK (決定) to go on to the day.'],
      day: ['Choose the day.', 'A circle means that it is free.', 'Back (戻る) goes one step back.'],
      time: ['Choose the time.', 'A circle means that it is free.'],
      confirm: ['If all is right, press “Book it”.', 'To change something, press Back (戻る).'],
      done: ['Your booking is complete.', 'You can go back to home.'],
      mine: ['These are your bookings.', 'Choose one to see or cancel it.'],
    },
  },
});

/** 「午前」, 「午後」, 「夜間」 */
export const periodWords = catalogue<Record<Period, string>>({
  ja: { morning: '午前', afternoon: '午後', evening: '夜間' },
  plain: { morning: '午前', afternoon: '午後', evening: '夜' },
  en: { morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening' },
});

interface Problem {
  sentence: string;
  next: string;
}

type BookingCode =
  | 'booking.day-closed'
  | 'booking.outside-window'
  | 'booking.limit'
  | 'booking.facility-unknown'
  | 'booking.unknown'
  | 'booking.too-late-to-cancel'
  | 'booking.offer-over'
  | 'booking.waiting-already'
  | 'booking.slot-free'
  | 'booking.groups-only'
  | 'booking.lottery-closed'
  | 'booking.event-closed'
  | 'payment.no-provider';

const problems = catalogue<Record<BookingCode, Problem>>({
  ja: {
    'booking.offer-over': { sentence: '時間が すぎました。', next: 'つぎの 人に ゆずりました。' },
    'booking.waiting-already': { sentence: 'もう まっています。', next: 'あいたら おしらせします。' },
    'booking.slot-free': { sentence: 'いま あきました。', next: 'もどって えらんで ください。' },
    'booking.groups-only': { sentence: 'だんたいの へやです。', next: 'ほかの へやを えらんで ください。' },
    'booking.lottery-closed': { sentence: 'うけつけは おわりました。', next: 'けっかを おまち ください。' },
    'booking.event-closed': {
      sentence: 'うけつけは おわりました。',
      next: 'ほかの もよおしを 見て ください。',
    },
    'payment.no-provider': {
      sentence: 'いまは スマホで はらえません。',
      next: 'ケーブルと いっしょに はらえます。',
    },
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
  },
  plain: {
    'booking.offer-over': { sentence: '時間が すぎました。', next: '次の 人に 聞きます。' },
    'booking.waiting-already': { sentence: 'もう 待って います。', next: '使える とき 知らせます。' },
    'booking.slot-free': { sentence: '今 使えます。', next: '戻って えらんで ください。' },
    'booking.groups-only': { sentence: 'グループの 部屋です。', next: 'ほかの 部屋を えらんで ください。' },
    'booking.lottery-closed': { sentence: '申しこみは おわりました。', next: 'けっかを 待って ください。' },
    'booking.event-closed': {
      sentence: '申しこみは おわりました。',
      next: 'ほかの イベントを 見て ください。',
    },
    'payment.no-provider': {
      sentence: '今は スマホで はらえません。',
      next: 'テレビの お金と いっしょに はらえます。',
    },
    'booking.day-closed': { sentence: 'この 日は 休みです。', next: 'ほかの 日を えらんで ください。' },
    'booking.outside-window': {
      sentence: 'この 日は 予約できません。',
      next: 'ほかの 日を えらんで ください。',
    },
    'booking.limit': { sentence: '予約は 5つ までです。', next: '1つ やめて ください。' },
    'booking.facility-unknown': {
      sentence: 'この 部屋は 使えません。',
      next: 'ほかの 部屋を えらんで ください。',
    },
    'booking.unknown': { sentence: 'この 予約は ありません。', next: '「私の 予約」を 見て ください。' },
    'booking.too-late-to-cancel': {
      sentence: 'もう やめる ことが できません。',
      next: '電話を して ください。',
    },
  },
  en: {
    'booking.offer-over': { sentence: 'The time is over.', next: 'We have asked the next person.' },
    'booking.waiting-already': {
      sentence: 'You are on the list already.',
      next: 'We tell you when it is free.',
    },
    'booking.slot-free': { sentence: 'It has just become free.', next: 'Please go back and choose it.' },
    'booking.groups-only': { sentence: 'This room is for groups.', next: 'Please choose another room.' },
    'booking.lottery-closed': { sentence: 'Entries are closed.', next: 'Please wait for the result.' },
    'booking.event-closed': { sentence: 'Applications are closed.', next: 'Please look at other events.' },
    'payment.no-provider': { sentence: 'A phone cannot pay now.', next: 'You can pay on the cable bill.' },
    'booking.day-closed': { sentence: 'It is closed on that day.', next: 'Please choose another day.' },
    'booking.outside-window': {
      sentence: 'That day cannot be booked.',
      next: 'Please choose another day.',
    },
    'booking.limit': { sentence: 'You can have 5 bookings.', next: 'Cancel one to book another.' },
    'booking.facility-unknown': {
      sentence: 'That room cannot be booked.',
      next: 'Please choose another room.',
    },
    'booking.unknown': { sentence: 'There is no such booking.', next: 'Please look at “My bookings”.' },
    'booking.too-late-to-cancel': {
      sentence: 'It is too late to cancel here.',
      next: 'Please call instead.',
    },
  },
});

/** The booking service's own refusals; undefined for faults that the common words cover. */
export function bookingProblem(code: string): Problem | undefined {
  return (problems as Record<string, Problem | undefined>)[code];
}
