import { catalogue } from './language.ts';

export const login = catalogue({
  ja: {
    place: 'カードを おいてください。',
    keep: 'カードは おいたままに してください。',
    reading: 'カードを よんでいます。',
    readingMore: 'そのまま うごかさないで ください。',
    checking: 'たしかめています。',
    checkingMore: 'もう すこし まってください。',
    doneMore: 'カードは おいたままで つかえます。',
    guide: 'カードを 台に おく絵',
    stop: 'やめる',
    goOn: 'つぎへ',
    again: 'もういちど',
  },
  plain: {
    place: 'カードを 台に 置いて ください。',
    keep: 'カードは ずっと 置いて ください。',
    reading: '今 カードを 読んで います。',
    readingMore: 'カードを 動かさないで ください。',
    checking: '今 しらべて います。',
    checkingMore: 'もう 少し 待って ください。',
    doneMore: 'カードは ずっと 置いて ください。',
    guide: 'カードを 台に 置く 絵',
    stop: 'やめる',
    goOn: '次へ',
    again: 'もう いちど',
  },
  en: {
    place: 'Please lay your card on the reader.',
    keep: 'Leave the card there while you use it.',
    reading: 'Reading your card.',
    readingMore: 'Please do not move it.',
    checking: 'Checking your card.',
    checkingMore: 'Just a moment more, please.',
    doneMore: 'Leave the card where it is.',
    guide: 'A hand lays a card on the reader',
    stop: 'Stop',
    goOn: 'Next',
    again: 'Try again',
  },
});

/** Registering a card. */
export const enrolment = catalogue({
  ja: {
    title: 'とうろく',
    done: 'とうろく できました。',
    doneMore: 'カードを おとりください。',
    close: 'おわる',
  },
  plain: {
    title: 'カードを はじめて 使う',
    done: 'カードが 使える ように なりました。',
    doneMore: 'カードを 取って ください。',
    close: 'おわる',
  },
  en: {
    title: 'Registration',
    done: 'Your card is registered.',
    doneMore: 'You can take your card now.',
    close: 'Finish',
  },
});
