/** Hepburn romanisation of kana, for readers of English. */
const syllables: Readonly<Record<string, string>> = Object.assign(
  Object.create(null) as Record<string, string>,
  table('', 'あいうえお', ['a', 'i', 'u', 'e', 'o']),
  table('k', 'かきくけこ'),
  table('g', 'がぎぐげご'),
  table('s', 'さしすせそ', ['sa', 'shi', 'su', 'se', 'so']),
  table('z', 'ざじずぜぞ', ['za', 'ji', 'zu', 'ze', 'zo']),
  table('t', 'たちつてと', ['ta', 'chi', 'tsu', 'te', 'to']),
  table('d', 'だぢづでど', ['da', 'ji', 'zu', 'de', 'do']),
  table('n', 'なにぬねの'),
  table('h', 'はひふへほ', ['ha', 'hi', 'fu', 'he', 'ho']),
  table('b', 'ばびぶべぼ'),
  table('p', 'ぱぴぷぺぽ'),
  table('m', 'まみむめも'),
  table('r', 'らりるれろ'),
  { や: 'ya', ゆ: 'yu', よ: 'yo', わ: 'wa', ゐ: 'i', ゑ: 'e', を: 'o', ん: 'n', ゔ: 'vu' },
  { ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o', ゃ: 'ya', ゅ: 'yu', ょ: 'yo', ゎ: 'wa' },
);

/**
 * A name in kana as Latin letters with a capital (修正ヘボン式, long vowels unmarked): はな → Hana, きょうこ → Kyoko. Text
 * with kanji or other characters comes back unchanged, because nobody knows how it is read.
 */
export function romanised(kana: string): string {
  const hiragana = kana.replace(/[\u30a1-\u30f6]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0x60));
  if (!/^[\u3041-\u3096ー 　]+$/.test(hiragana)) return kana;
  const latin = hiragana
    .replace(/[\u3041-\u3096]/g, (one, at: number) => piece(one, hiragana[at + 1] ?? ''))
    .replace(/(sh|ch|j)i~y/g, '$1')
    .replace(/([kgnhbpmr])i~y/g, '$1y')
    .replace(/~/g, '')
    .replace(/っ(ch)/g, 't$1')
    .replace(/っ([a-z])/g, '$1$1')
    .replace(/っ/g, '')
    .replace(/n(?=[bmp])/g, 'm')
    .replace(/ー/g, '')
    .replace(/o[ou]/g, 'o')
    .replace(/uu/g, 'u');
  return latin.replace(/(^|[ 　])([a-z])/g, (_, gap: string, first: string) => gap + first.toUpperCase());
}

function piece(one: string, next: string): string {
  if (one === 'っ') return 'っ';
  return `${syllables[one] ?? one}${/[ゃゅょ]/.test(next) ? '~' : ''}`;
}

function table(consonant: string, row: string, latin?: readonly string[]): Record<string, string> {
  const vowels = ['a', 'i', 'u', 'e', 'o'];
  return Object.fromEntries([...row].map((kana, at) => [kana, latin?.[at] ?? `${consonant}${vowels[at]}`]));
}
