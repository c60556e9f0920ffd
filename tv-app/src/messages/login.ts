export const login = {
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
} as const;

/** Registering a card. */
export const enrolment = {
  title: 'とうろく',
  done: 'とうろく できました。',
  doneMore: 'カードを おとりください。',
  close: 'おわる',
} as const;
