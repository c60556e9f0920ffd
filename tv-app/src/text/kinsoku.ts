/** Characters that must not begin a line (JIS X 4051 行頭禁則, half-width forms included). */
const notAtLineHead =
  '、。，．・：；？！゛゜ヽヾゝゞ々〻ー）〕］｝〉》」』】〙〗〟’”»‐゠–〜～…‥％‰℃°′″' +
  'ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ' +
  '!?),.:;]}%｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ';

/** Characters that must not end a line (行末禁則). */
const notAtLineEnd = '（〔［｛〈《「『【〘〖〝‘“«([{｢$¥£￥＄￡№';

const heads = setOf(notAtLineHead);
const ends = setOf(notAtLineEnd);

/** Whether a line may begin with this grapheme. */
export function mayBeginLine(grapheme: string): boolean {
  return heads[grapheme.charAt(0)] !== true;
}

/** Whether a line may end with this grapheme. */
export function mayEndLine(grapheme: string): boolean {
  return ends[grapheme.charAt(0)] !== true;
}

function setOf(characters: string): Record<string, true> {
  const set: Record<string, true> = Object.create(null) as Record<string, true>;
  for (const character of characters) set[character] = true;
  return set;
}
