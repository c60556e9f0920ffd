import type { Children } from '../../components/base/place.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

/** One sentence and what follows from it, with nothing else on the page. */
export function quietWords(sentence: string, more: string, theme: Theme): Children {
  const width = layout.right - layout.left;
  return {
    Sentence: textTemplate(sentence, {
      x: layout.left,
      y: 270,
      width,
      size: theme.size('name'),
      bold: true,
      colour: colours.text,
    }),
    More: textTemplate(more, {
      x: layout.left,
      y: 460,
      width,
      size: theme.size('body'),
      colour: colours.text,
    }),
  };
}
