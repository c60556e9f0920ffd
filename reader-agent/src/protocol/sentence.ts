/** What a person reads for a code: what happened, without blame, and what to do next. */
export interface Sentence {
  /** Japanese. */
  ja: string;
  /** やさしい日本語: short, few kanji, a space between phrases. */
  plain: string;
  en: string;
}

/** What happened, followed by what to do next. */
export function say(ja: string, plain: string, en: string, next: Sentence): Sentence {
  return { ja: ja + next.ja, plain: `${plain} ${next.plain}`, en: `${en} ${next.en}` };
}

const step = (ja: string, plain: string, en: string): Sentence => ({ ja, plain, en });

/** Next steps that several codes share. */
export const next = {
  callTown: step('役場へお電話ください。', '役場の人に でんわしてください。', 'Please call the town office.'),
  callCable: step(
    'ケーブル局へお電話ください。',
    'ケーブル局へ でんわしてください。',
    'Please call the cable operator.',
  ),
  bringCard: step(
    '役場で直せます。カードをお持ちください。',
    '役場で なおせます。カードを おもちください。',
    'The town office can mend this. Please bring the card.',
  ),
  layAgain: step('もう一度置いてください。', 'もういちど おいてください。', 'Please lay it down again.'),
  layMyNumberCard: step(
    'マイナンバーカードを置いてください。',
    'マイナンバーカードを おいてください。',
    'Please lay a My Number Card.',
  ),
  later: step(
    '少し待ってからお試しください。',
    'すこし まってから ためしてください。',
    'Please try again in a moment.',
  ),
  startAgain: step('もう一度始めてください。', 'もういちど はじめてください。', 'Please start again.'),
  goesOn: step('そのままお使いください。', 'そのまま つかえます。', 'It can be used as it is.'),
} as const;
