import { textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

const top = 184;

export interface Room {
  width: number;
  /** Size that the sentence should have. */
  size: number;
  body: number;
  /** Nothing may stand below this. */
  lowest: number;
  smallest: number;
  /** The sentence stands in so many lines where a size allows it. */
  lines?: number;
  /** Between sentence and rule. */
  gap: number;
}

/** Sentence and rule at the largest size at which both have room; each sentence of the rule begins a line. */
export function fittedWords(sentence: string, rule: string, room: Room) {
  const at = (size: number) => {
    // The best place for a break is after the name.
    const headline = {
      ...textTemplate(sentence.replace('、', '、\u200b'), {
        x: layout.left,
        y: top,
        width: room.width,
        size,
        bold: true,
        colour: colours.text,
      }),
      words: sentence,
    };
    const explanation = {
      ...textTemplate(rule.replace(/。(?=.)/g, '。\n').replace(/([.?!]) (?=[A-Z])/g, '$1\n'), {
        x: layout.left,
        y: top + headline.text.h + room.gap,
        width: Math.min(room.width, 760),
        size: room.body,
        colour: colours.text,
      }),
      words: rule,
    };
    return { headline, explanation };
  };
  type Words = ReturnType<typeof at>;
  const bottom = ({ headline, explanation }: Words) =>
    rule ? explanation.y + explanation.text.h : top + headline.text.h;
  const fits = (words: Words) =>
    bottom(words) <= room.lowest &&
    words.headline.text.text.split('\n').length <= (room.lines ?? 4) &&
    keepsPhrases(sentence, words.headline.text.text);
  const sizes = [room.size, 96, 88, 80, 76, 72, 66, 60, 56, 52].filter(
    (size) => size === room.size || (size < room.size && size >= room.smallest),
  );
  const tried = sizes.map(at);
  return tried.find(fits) ?? tried[tried.length - 1]!;
}

/** No line breaks but at the writer's spaces and after 、 or 。: 「おはよう」 is never cut. */
function keepsPhrases(sentence: string, drawn: string): boolean {
  const phrases = sentence.match(/[^ 、。]+[、。]?/g) ?? [];
  return phrases.every((phrase) => drawn.includes(phrase));
}
