/**
 * 外字: what is drawn for characters that the application's font does not have. The font covers cp932 (assets/fonts), so 髙 and
 * 﨑 are there, 𠮷 is not. A variation selector is left out: its base character is the same kanji in another drawing. Anything
 * else becomes 〓, the printers' mark for a character that is missing; never an empty box. Names come with their kana, which stand
 * in for them whole (`markName`, `parseMarked`).
 */
const missing = '〓';
const variationSelectors = /[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]/g;
/** Kana typed as two characters. No other character may be composed: that would change the drawing of a name (神 to 神). */
const decomposedKana = /[\u3046-\u30fd][\u3099\u309a]/g;
/** Invisible, taken out by line breaking. */
const breaks = /[\n\u200b]/;
const certainlyThere = /^[\n -~\u3000-\u3002\u3041-\u3093\u30a1-\u30f6ー\u200b]*$/;

let covered: Record<string, true> | undefined;

/** Text as the font can draw it. Nothing is changed where every character is there. */
export function drawable(text: string): string {
  if (certainlyThere.test(text)) return text;
  const plain = composed(text);
  let drawn = '';
  for (const character of plain) drawn += isCovered(character) ? character : missing;
  return drawn;
}

/** Whether the font has every character: then nothing stands for another. */
export function isDrawable(text: string): boolean {
  if (certainlyThere.test(text)) return true;
  for (const character of composed(text)) if (!isCovered(character)) return false;
  return true;
}

const composed = (text: string): string =>
  text.replace(variationSelectors, '').replace(decomposedKana, (pair) => pair.normalize('NFC'));

function isCovered(character: string): boolean {
  if (breaks.test(character)) return true;
  covered ??= cp932();
  return covered[character] === true;
}

/** Every character of cp932, as the engine itself decodes it: `shift_jis` of the Encoding standard is that table. */
function cp932(): Record<string, true> {
  const bytes: number[] = [];
  for (let lead = 0x20; lead < 0x7f; lead += 1) bytes.push(lead);
  for (let kana = 0xa1; kana < 0xe0; kana += 1) bytes.push(kana);
  for (let lead = 0x81; lead < 0xfd; lead += 1) {
    // User-defined rows (0xF0–0xF9) lead into the private use area, where nothing is drawn.
    if ((lead > 0x9f && lead < 0xe0) || (lead > 0xef && lead < 0xfa)) continue;
    for (let trail = 0x40; trail < 0xfd; trail += 1) if (trail !== 0x7f) bytes.push(lead, trail);
  }
  const characters: Record<string, true> = Object.create(null) as Record<string, true>;
  for (const character of new TextDecoder('shift_jis').decode(new Uint8Array(bytes)))
    if (character !== '\ufffd') characters[character] = true;
  return characters;
}
