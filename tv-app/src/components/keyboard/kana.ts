/** Full-width kana: how one character becomes another. */

const plainRows = 'かきくけこさしすせそたちつてとはひふへほう';
const voicedRows = 'がぎぐげござじずぜぞだぢづでどばびぶべぼゔ';
const halfVoicedFrom = 'はひふへほ';
const halfVoicedTo = 'ぱぴぷぺぽ';
const fullSize = 'あいうえおやゆよつわ';
const smallSize = 'ぁぃぅぇぉゃゅょっゎ';

const toVoiced = pairs(plainRows, voicedRows);
const toHalfVoiced = pairs(halfVoicedFrom, halfVoicedTo);
const toSmall = pairs(fullSize, smallSize);
const fromVoiced = pairs(voicedRows, plainRows);
const fromHalfVoiced = pairs(halfVoicedTo, halfVoicedFrom);
const fromSmall = pairs(smallSize, fullSize);

/** What the three keys do to the character before the cursor. */
export const marks = ['voiced', 'half-voiced', 'small'] as const;
export type Mark = (typeof marks)[number];

/**
 * The character with the mark put on, or taken off where it has it already (か ⇄ が, ば ⇄ ぱ by their own keys, や ⇄ ゃ, a ⇄ A).
 * Undefined where there is no such character. Katakana as hiragana.
 */
export function marked(character: string, mark: Mark): string | undefined {
  const hiragana = toHiragana(character);
  const found = markedHiragana(hiragana, mark);
  if (found === undefined) return mark === 'small' ? otherCase(character) : undefined;
  // There is no ゔ in the font, nor in most people's writing.
  return hiragana === character && found !== 'ゔ' ? found : toKatakana(found);
}

function markedHiragana(character: string, mark: Mark): string | undefined {
  if (mark === 'small') return toSmall[character] ?? fromSmall[character];
  const bare = fromVoiced[character] ?? fromHalfVoiced[character] ?? fromSmall[character] ?? character;
  const to = mark === 'voiced' ? toVoiced[bare] : toHalfVoiced[bare];
  return to === character ? bare : to;
}

function otherCase(letter: string): string | undefined {
  if (!/^[a-z]$/i.test(letter)) return undefined;
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

/** Hiragana and half-width katakana as full-width katakana; everything else stays as it is. */
export function toKatakana(text: string): string {
  return fullWidth(text).replace(/[ぁ-ゖゝゞ]/g, (one) => shift(one, 0x60));
}

/** Full-width and half-width katakana as hiragana; ー and what has no hiragana stays. */
export function toHiragana(text: string): string {
  return fullWidth(text).replace(/[ァ-ヶヽヾ]/g, (one) => shift(one, -0x60));
}

const halfWidth = '｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ';
const fullWidthForms =
  '。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜';
const widened = pairs(halfWidth, fullWidthForms);

/** Half-width kana as full-width kana; a mark that follows becomes one character with it. */
export function fullWidth(text: string): string {
  return text.replace(/[\uff61-\uff9f]/g, (one) => widened[one] ?? one).replace(/(.)([゛゜])/gu, joined);
}

function joined(both: string, character: string, mark: string): string {
  const hiragana = shift(character, -0x60);
  const found = (mark === '゛' ? toVoiced : toHalfVoiced)[hiragana];
  return found === undefined ? both : shift(found, 0x60);
}

function shift(character: string, by: number): string {
  return String.fromCharCode(character.charCodeAt(0) + by);
}

function pairs(from: string, to: string): Readonly<Record<string, string>> {
  const table: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [at, character] of [...from].entries()) table[character] = [...to][at] ?? character;
  return table;
}
