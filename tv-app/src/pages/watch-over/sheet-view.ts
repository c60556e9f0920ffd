import type {
  WatchOverChoice,
  WatchOverQuestion,
} from '../../../../mock-platform/src/protocol/watch-over.ts';
import type { ShownQuestion } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import { drawing, roundedPath } from '../../components/base/surface.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { Legend } from '../../components/legend/Legend.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { common, withHonorific } from '../../messages/common.ts';
import { language } from '../../messages/language.ts';
import {
  watchOverChoices,
  watchOverRecipients,
  watchOverReplies,
  watchOver as words,
} from '../../messages/watch-over.ts';
import { japanTime } from '../../text/calendar.ts';
import { readingText } from '../../text/marked.ts';
import { css } from '../../theme/contrast.ts';
import { measureFor } from '../../theme/measure.ts';
import { type Theme, textTemplate } from '../../theme/theme.ts';
import { colours, layout, strokes } from '../../theme/tokens.ts';
import { WatchOverTile } from './WatchOverTile.ts';
import type { SheetView } from './watch-over-flow.ts';

const icons: Readonly<Record<WatchOverChoice, IconName>> = {
  fine: 'sun',
  'so-so': 'cup',
  unwell: 'thermometer',
  call: 'phone',
  understood: 'check-circle',
};

/** Upper edge of the sheet: the broadcast stays visible above it, and as bright as it was. */
export const sheetTop = 396;
const radius = 48;
const width = layout.right - layout.left;

const sentenceOf = ({ sentence, translations }: WatchOverQuestion): string => {
  const chosen = language();
  return (chosen === 'ja' ? undefined : translations?.[chosen]) ?? sentence;
};

/** 「はなさん、おはようございます。」 */
export function greetingFor({ callName }: ShownQuestion, now: Date): string {
  const { hour } = japanTime(now);
  const hello = hour >= 4 && hour < 11 ? words.morning : hour >= 11 && hour < 18 ? words.day : words.evening;
  return callName === null ? hello : words.greeting(withHonorific(callName), hello);
}

const recipientsOf = ({ recipients }: WatchOverQuestion): string =>
  words.reaches(recipients.map((one) => watchOverRecipients[one]));

export interface SheetActions {
  choose(choice: WatchOverChoice): void;
}

/** Drawing of the sheet; its words are read out by the overlay that holds it. */
export function sheetOf(
  view: Exclude<SheetView, { kind: 'none' }>,
  theme: Theme,
  now: Date,
  actions: SheetActions,
): Children {
  return {
    Ground: { y: sheetTop, texture: sheetGround() },
    ...(view.kind === 'asking' ? question(view.shown, theme, now, actions) : reply(view, theme)),
    Legend: place(Legend, {
      y: layout.legendTop,
      backWord: view.kind === 'asking' ? words.later : common.close,
      large: theme.textSize === 'large',
    }),
  };
}

function question(shown: ShownQuestion, theme: Theme, now: Date, actions: SheetActions): Children {
  const asked = shown.question;
  const { choices } = asked;
  const large = theme.textSize === 'large';
  const gap = 36;
  const w = (width - 3 * gap) / 4;
  const labels = choices.map((choice) => watchOverChoices[choice]);
  const labelSize =
    [large ? 64 : 56, 56, 52, 48, 44].find((size) =>
      labels.every((label) => measureFor(size, true)(label) <= w - 32),
    ) ?? 40;
  const marked = sentenceOf(asked);
  const size =
    [large ? 92 : 80, 80, 72, 64, 56].find(
      (one) => measureFor(one, true)(marked.replace(/\{([^{}|]+)\|[^{}|]+\}/g, '$1')) <= width,
    ) ?? 48;
  const note = recipientsOf(asked);
  return {
    Greeting: textTemplate(greetingFor(shown, now), {
      x: layout.left,
      y: sheetTop + 36,
      size: large ? 54 : 48,
      colour: colours.text,
    }),
    // Its own line where the question is long.
    Note: textTemplate(note, {
      x: layout.right,
      y: sheetTop + 44,
      mountX: 1,
      size: large ? 42 : 36,
      colour: colours.secondText,
    }),
    Question: place(RubyText, {
      x: layout.left,
      y: sheetTop + 122,
      width,
      marked,
      fontSize: size,
      readingSize: 36,
      colour: colours.text,
    }),
    ...Object.fromEntries(
      choices.map((choice, index) => [
        `Choice${index}`,
        place(WatchOverTile, {
          x: layout.left + index * (w + gap),
          y: sheetTop + 252,
          w,
          h: 224,
          icon: icons[choice],
          label: watchOverChoices[choice],
          fontSize: labelSize,
          press: () => actions.choose(choice),
          focusKey: choice,
        }),
      ]),
    ),
  };
}

/** What is said once an answer was given. */
export function replySentences(view: Exclude<SheetView, { kind: 'none' | 'asking' }>): string[] {
  if (view.kind === 'sending') return [];
  if (view.kind === 'failed') return [words.failed];
  return [view.queued ? words.queued : words.told, watchOverReplies[view.choice]];
}

function reply(view: Exclude<SheetView, { kind: 'none' | 'asking' }>, theme: Theme): Children {
  const [first = '', second = ''] = replySentences(view);
  const large = theme.textSize === 'large';
  return {
    First: textTemplate(first, {
      x: layout.left,
      y: sheetTop + 100,
      width,
      size: large ? 92 : 80,
      bold: true,
      colour: colours.text,
    }),
    Second: textTemplate(second, {
      x: layout.left,
      y: sheetTop + 264,
      width,
      size: large ? 72 : 64,
      colour: colours.text,
    }),
  };
}

/** The question as it is spoken. */
export const spokenQuestion = (shown: ShownQuestion, now: Date): string =>
  [greetingFor(shown, now), readingText(sentenceOf(shown.question)), recipientsOf(shown.question)].join(' ');

function sheetGround() {
  return drawing(`sheet:${colours.ink}`, layout.width, layout.height - sheetTop, (context) => {
    roundedPath(context, 0, 0, layout.width, layout.height - sheetTop + 2 * radius, radius);
    context.fillStyle = css(colours.ink);
    context.fill();
    // Over home both grounds are one colour.
    context.strokeStyle = css(colours.edge);
    context.lineWidth = strokes.edge;
    context.stroke();
  });
}
