/**
 * Splits text into what a reader sees as one character: surrogate pairs, kanji with a variation selector, kana with a
 * combining voiced mark, emoji sequences. Own rules, because `Intl.Segmenter` is missing before Chrome 87.
 */
export function graphemes(text: string): string[] {
  const result: string[] = [];
  let joins = false;
  let flags = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const flag = code >= 0x1f1e6 && code <= 0x1f1ff;
    const last = result.length - 1;
    if (last >= 0 && (joins || extendsThePrevious(code) || (flag && flags % 2 === 1))) {
      result[last] += character;
    } else {
      result.push(character);
      flags = 0;
    }
    flags = flag ? flags + 1 : 0;
    joins = code === zeroWidthJoiner;
  }
  return result;
}

const zeroWidthJoiner = 0x200d;

function extendsThePrevious(code: number): boolean {
  return (
    code === zeroWidthJoiner ||
    (code >= 0x0300 && code <= 0x036f) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    code === 0x3099 ||
    code === 0x309a ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    (code >= 0x1f3fb && code <= 0x1f3ff) ||
    (code >= 0xe0100 && code <= 0xe01ef)
  );
}
