/**
 * Whether a message is meant. The same distinction stands at three places, CAP `status`, JMA `Control/Status` and
 * L-Alert 運用種別; here it has one name, and only what says so everywhere is `live`.
 */
export type MessageStatus = 'live' | 'drill' | 'test';

const words: Record<string, MessageStatus> = {
  // CAP and EDXL-DE
  actual: 'live',
  exercise: 'drill',
  system: 'test',
  test: 'test',
  draft: 'test',
  // JMA Control/Status, L-Alert 運用種別
  通常: 'live',
  本番: 'live',
  実運用: 'live',
  normal: 'live',
  live: 'live',
  訓練: 'drill',
  drill: 'drill',
  training: 'drill',
  試験: 'test',
  テスト: 'test',
};

/** What a word of CAP, JMA or L-Alert means; a word that nobody knows is a test: never live by mistake. */
export function statusOf(word: string): MessageStatus {
  const plain = word.normalize('NFKC').trim().toLowerCase();
  return Object.hasOwn(words, plain) ? (words[plain] ?? 'test') : 'test';
}

/** Of several places the one that is least meant; none at all is a test. */
export const leastMeant = (...statuses: readonly MessageStatus[]): MessageStatus =>
  (['test', 'drill', 'live'] as const).find((status) => statuses.includes(status)) ?? 'test';

const said = /(?:これは\s*|[【<[(*]+\s*)(訓練|試験|テスト)(?:です|放送|報|\s*[】>\])*])/;

/** What a text says of itself: 「これは訓練です」, 【訓練】; undefined when nothing. 「訓練ではありません」 says nothing. */
export function statusSaidIn(text: string): MessageStatus | undefined {
  const found = said.exec(text.normalize('NFKC'));
  return found?.[1] === undefined ? undefined : statusOf(found[1]);
}
