/** Readings of words that orders use often; a town's own names come from its shelters. */
const common: readonly (readonly [string, string])[] = [
  ['避難所', 'ひなんじょ'],
  ['避難', 'ひなん'],
  ['体育館', 'たいいくかん'],
  ['公民館', 'こうみんかん'],
  ['集会所', 'しゅうかいじょ'],
  ['小学校', 'しょうがっこう'],
  ['中学校', 'ちゅうがっこう'],
  ['田んぼ', 'たんぼ'],
  ['津波', 'つなみ'],
  ['大雨', 'おおあめ'],
  ['高台', 'たかだい'],
  ['土砂', 'どしゃ'],
  ['洪水', 'こうずい'],
  ['道路', 'どうろ'],
  ['薬', 'くすり'],
  ['車', 'くるま'],
  ['川', 'かわ'],
  ['海', 'うみ'],
  ['山', 'やま'],
  ['橋', 'はし'],
  ['水', 'みず'],
  ['火', 'ひ'],
  ['家', 'いえ'],
  ['町', 'まち'],
  ['人', 'ひと'],
  ['出', 'で'],
  ['行', 'い'],
  ['上', 'うえ'],
];

export type Readings = readonly (readonly [word: string, reading: string])[];

const pair = /\{([^{}|]+)\|([^{}|]+)\}/g;
const kanji = /[\p{Script=Han}々〆]/u;

/** The list for a town: its own names first, longer words before shorter ones. */
export function readingsOf(marked: readonly string[]): Readings {
  const own = marked.flatMap((text) =>
    [...text.matchAll(pair)].map(([, word = '', reading = '']) => [word, reading] as const),
  );
  return [...own, ...common].sort(([one], [other]) => other.length - one.length);
}

/** How many kanji a sentence has. */
export const kanjiIn = (text: string): number => [...text].filter((letter) => kanji.test(letter)).length;

/**
 * Puts readings above the kanji of a sentence: from the list, or as the official wrote them, 「堤防(ていぼう)」. What has no
 * reading is named in `unknown`.
 */
export function withReadings(text: string, readings: Readings): { marked: string; unknown: string[] } {
  let marked = '';
  const unknown: string[] = [];
  let rest = text;
  while (rest !== '') {
    const written = /^([\p{Script=Han}々〆]+)[（(]([ぁ-んー]+)[)）]/u.exec(rest);
    const listed = written ? undefined : readings.find(([word]) => rest.startsWith(word));
    if (written) {
      marked += `{${written[1]}|${written[2]}}`;
      rest = rest.slice(written[0].length);
    } else if (listed) {
      marked += `{${listed[0]}|${listed[1]}}`;
      rest = rest.slice(listed[0].length);
    } else {
      const [letter = ''] = rest;
      if (kanji.test(letter)) unknown.push(letter);
      marked += letter;
      rest = rest.slice(letter.length);
    }
  }
  return { marked, unknown };
}
