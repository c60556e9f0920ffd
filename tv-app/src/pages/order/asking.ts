import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { layoutMarked } from '../../components/ruby-text/layout.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { withHonorific } from '../../messages/common.ts';
import { answerWords, levels, order as words } from '../../messages/order.ts';
import { orderSteps } from '../../messages/order-steps.ts';
import { fit } from '../../theme/fit.ts';
import { measureFor, wrap } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, ringReach, type TextSize } from '../../theme/tokens.ts';
import { answerRow, choiceGrid, type Frame, type RowButton } from './frame.ts';
import { askedOf } from './order-flow.ts';
import { nameLine, orderLayout, type SentenceNeed } from './order-layout.ts';
import { answersFor } from './order-queue.ts';
import { sentencesOf } from './sentences.ts';
import { namesOf } from './speech.ts';
import { tagRow, tagsHeight } from './tags.ts';

export interface OrderActions {
  answer(answer: Answer): void;
  residents(residents: string[]): void;
  acknowledge(): void;
  again(): void;
  putAway(): void;
}

/** What stands beside the order itself. */
export interface Surroundings {
  textSize: TextSize;
  /** How many further orders wait. */
  more: number;
  renewed: boolean;
}

export const answerIcons: Readonly<Record<Answer, IconName>> = {
  evacuating: 'runner',
  safe: 'house-safe',
  help: 'helper',
};
const verbSizes = [240, 216, 200, 184, 168, 160, 148, 134, 120];
const readingSize = 36;

/** Names, verb, where and how, and the answers of the level. */
export function asking(
  shown: ShownOrder,
  frame: Frame,
  actions: OrderActions,
  { textSize, more, renewed }: Surroundings,
): Children {
  const { order, residents } = shown;
  const { width, left } = frame;
  const names = frame.drill ? words.drillNames(namesOf(shown)) : namesOf(shown);
  const { verb } = levels[order.level];
  const sentences = sentencesOf(order).map((sentence, index) =>
    frame.drill && index === 0 ? words.drillSentence(sentence) : sentence,
  );
  const tags = [renewed ? orderSteps.renewed : '', more > 0 ? orderSteps.more(more) : ''].filter(Boolean);
  const top = frame.top;
  const layout = orderLayout(
    { top: top + (tags.length > 0 ? tagsHeight : 0), bottom: frame.answerY - ringReach },
    {
      textSize,
      nameLines: (size) => wrap(names, width, size, true).split('\n').length,
      verbSize: Math.min(fit(verb, width, verbSizes), frame.drill ? 200 : 240),
      sentences: (size) => sentences.map((sentence) => needOf(sentence, width, size)),
    },
  );
  const { nameSize, nameY, verbSize, verbY, sentenceSize } = layout;
  return {
    ...tagRow(tags, left, top + 22),
    Names: textTemplate(names, {
      x: left,
      y: nameY,
      width,
      size: nameSize,
      bold: true,
      colour: colours.white,
      lineHeight: nameLine(nameSize),
    }),
    // The ink, not the box of the first character, stands on the margin.
    Verb: textTemplate(verb, {
      x: left - Math.round(verbSize * 0.035),
      y: verbY,
      size: verbSize,
      bold: true,
      colour: colours.white,
      lineHeight: verbSize,
    }),
    ...Object.fromEntries(
      sentences.map((marked, index) => [
        `Sentence${index}`,
        place(RubyText, {
          x: left,
          y: layout.sentences[index]!.y,
          width,
          marked,
          fontSize: sentenceSize,
          readingSize,
          lineHeight: layout.sentences[index]!.lineHeight,
          colour: colours.white,
        }),
      ]),
    ),
    ...answerRow(
      residents.length === 0
        ? [{ label: orderSteps.seen, press: actions.acknowledge }]
        : answersFor(order.level).map((answer) => ({
            label: answerWords[answer],
            icon: answerIcons[answer],
            press: () => actions.answer(answer),
          })),
      frame,
    ),
  };
}

function needOf(marked: string, width: number, size: number): SentenceNeed {
  const lines = layoutMarked(marked, width, measureFor(size, true), measureFor(readingSize, true));
  return { lines: lines.length, readings: lines.some(({ readings }) => readings.length > 0) };
}

/** Whose answer it is, one of them or everybody. */
export function whose(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const asked = askedOf(shown);
  const choices: RowButton[] = [
    { label: words.everybody, press: () => actions.residents(asked.map(({ subject }) => subject)) },
    ...asked.map(({ subject, callName }) => ({
      label: withHonorific(callName),
      press: () => actions.residents([subject]),
    })),
  ];
  return {
    Question: question(words.whose, frame),
    ...choiceGrid(choices, frame, frame.top + (frame.drill ? 140 : 190)),
  };
}

const question = (sentence: string, frame: Frame): object =>
  textTemplate(sentence, {
    x: frame.left,
    y: frame.top + (frame.drill ? 24 : 52),
    size: 80,
    bold: true,
    colour: colours.white,
  });
