import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';

export interface Choice {
  key: string;
  label: string;
  press: () => void;
  first?: boolean;
  commit?: boolean;
}

/** One thing that is said, with a large sign, what follows from it, and one or two ways on, the first under the focus. */
export function answerWords(
  { sign, sentence, more }: { sign?: IconName; sentence: string; more: readonly string[] },
  choices: readonly Choice[],
  theme: Theme,
): Children {
  const left = sign ? layout.left + 244 : layout.left;
  const width = layout.right - left;
  const headline = textTemplate(sentence, {
    x: left,
    y: 250,
    width,
    size: theme.size('headline'),
    bold: true,
    colour: colours.text,
  });
  return {
    ...(sign ? { Sign: icon(sign, { x: layout.left, y: 240, size: 180, colour: colours.leaf }) } : {}),
    Headline: { ...headline, heading: true },
    More: textTemplate(more.join('\n'), {
      x: left,
      y: 250 + headline.text.h + 36,
      width,
      size: theme.size('body'),
      colour: colours.text,
    }),
    ...choiceButtons(choices),
  };
}

/** Buttons under the words, always in the same place. */
export function choiceButtons(choices: readonly Choice[]): Children {
  return Object.fromEntries(
    choices.map(({ key, label, press, first, commit = false }, at) => [
      `Choice${at}`,
      place(Button, {
        x: layout.left + at * 596,
        y: 734,
        w: 560,
        h: 136,
        fontSize: 52,
        label,
        press,
        commit,
        first: first ?? at === 0,
        focusKey: key,
      }),
    ]),
  );
}
