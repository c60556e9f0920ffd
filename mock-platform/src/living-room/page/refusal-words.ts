const words: Readonly<Record<string, string>> = {
  'card.vpcd-unreachable': 'カードの 台が まだ 動いていません。pcscd を はじめてください。',
  'card.process-gone': 'カードの しくみが とまっています。はじめから やりなおしてください。',
  'reader.unplugged': 'リーダーの コードが 抜けています。さきに さしてください。',
  'platform.unreachable': 'いま つながりません。すこし まってから ためしてください。',
};

/** What the room says when a card or a plug could not be moved: what happened, and what to do next. */
export const refusalWords = (code: string): string =>
  words[code] ?? 'うまく いきませんでした。もういちど ためしてください。';
