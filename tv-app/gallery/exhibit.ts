import type { Television } from '../src/app/television.ts';
import type { Children } from '../src/components/base/place.ts';
import { type Theme, textTemplate } from '../src/theme/theme.ts';
import { colours, layout } from '../src/theme/tokens.ts';

/** What an example may ask of the page around it. */
export interface Surroundings {
  tv: Television;
  theme: Theme;
  /** Something was pressed: said in a toast. */
  pressed: (words: string) => void;
  /** Puts the focus on a control by its key. */
  focusOn: (key: string) => void;
}

/** One screen of examples, in the content area. */
export interface Screen {
  /** The state or variant that it shows. */
  name: string;
  content(surroundings: Surroundings): Children;
}

/** A component with everything it can look like. */
export interface Exhibit {
  name: string;
  screens: readonly Screen[];
}

export interface Specimen {
  caption: string;
  x: number;
  y: number;
  of: object;
}

const captionHeight = 72;

/** Examples, each under its caption. `y` is where the example begins. */
export function specimens(all: readonly Specimen[]): Children {
  return Object.fromEntries(
    all.flatMap(({ caption, x, y, of }, index) => [
      [
        `Caption${index}`,
        textTemplate(caption, {
          x,
          y: y - captionHeight,
          size: 36,
          lineHeight: 44,
          colour: colours.secondText,
        }),
      ],
      [`Specimen${index}`, { ...of, x, y }],
    ]),
  );
}

/** First line of examples below their captions. */
export const firstRow = layout.contentTop + captionHeight;
