import type { PinEntry } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Button } from '../../components/button/Button.ts';
import type { PadAction } from '../../components/pin-pad/keys.ts';
import { PinDots } from '../../components/pin-pad/PinDots.ts';
import { PinPad } from '../../components/pin-pad/PinPad.ts';
import { login as words } from '../../messages/login.ts';
import { pin } from '../../messages/pin.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout } from '../../theme/tokens.ts';
import { fittedWords } from './fitted-words.ts';

export interface PinContent {
  sentence: string;
  rule: string;
  entry: PinEntry;
  theme: Theme;
  typeKey: (key: string) => void;
  act: (action: PadAction) => void;
  stop: () => void;
}

/** Where things stand: words and rounds at the left, keys at the right. Letters need more room for the keys. */
const places = {
  authentication: { words: 804, pad: 960, dots: { y: 522, size: 76, gap: 36 }, triesY: 630 },
  signature: { words: 576, pad: 720, dots: { y: 512, size: 40, gap: 26 }, triesY: 634 },
} as const;
const buttonTop = 734;

/** The phase in which the PIN is typed. What changes with each key stands in `Dots`, `Tries` and `Pad`. */
export function pinContent({ sentence, rule, entry, theme, typeKey, act, stop }: PinContent): Children {
  const { kind, typed, least, most } = entry;
  const { words: width, pad, dots } = places[kind];
  const { headline, explanation } = fittedWords(sentence, rule, {
    width,
    size: theme.size(kind === 'signature' ? 'sentence' : 'headline'),
    body: theme.size('body'),
    lowest: dots.y - 30,
    gap: 24,
    smallest: kind === 'signature' ? 52 : 60,
  });
  const button = { y: buttonTop, h: 136 };
  return {
    Sentence: { ...headline, heading: true },
    ...(rule ? { Rule: explanation } : {}),
    Dots: place(PinDots, { x: layout.left, ...dots, typed, least, most }),
    Tries: triesText(entry, theme),
    Stop: place(Button, {
      ...button,
      x: layout.left,
      w: kind === 'signature' ? 405 : 384,
      label: words.stop,
      focusKey: 'stop',
      press: stop,
    }),
    ...(kind === 'authentication'
      ? {
          EraseAll: place(Button, {
            ...button,
            x: layout.left + 420,
            w: 384,
            label: pin.eraseAll,
            typing: true,
            focusKey: 'erase-all',
            press: () => act('erase-all'),
          }),
        }
      : {}),
    Pad: place(PinPad, {
      x: pad,
      y: layout.contentTop,
      w: layout.right - pad,
      h: layout.contentBottom - layout.contentTop,
      kind,
      ready: typed >= least,
      typeKey,
      act,
    }),
  };
}

/** How many tries are left, or what is wrong with the last key. */
export function triesText({ kind, triesLeft }: PinEntry, theme: Theme, notice?: string): object {
  const { words: width, triesY } = places[kind];
  const [long, short] =
    triesLeft === 1 ? [pin.lastTry, pin.lastTryShort] : [pin.tries(triesLeft), pin.triesShort(triesLeft)];
  const size = theme.size('body');
  const content = notice ?? (measureFor(size, false)(long) <= width ? long : short);
  const fitting = measureFor(size, false)(content) <= width ? size : 48;
  return textTemplate(content, {
    x: layout.left,
    y: triesY + Math.round((size - fitting) / 2),
    size: fitting,
    colour: notice || triesLeft === 1 ? colours.text : colours.secondText,
    bold: Boolean(notice) || triesLeft === 1,
  });
}
