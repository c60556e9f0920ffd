import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import type { IconName } from '../../components/icon/Icon.ts';
import { LevelBand } from '../../components/level-band/LevelBand.ts';
import { layoutMarked } from '../../components/ruby-text/layout.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { withHonorific } from '../../messages/common.ts';
import { failureMessage } from '../../messages/failures.ts';
import { answerWords, levels, order as words } from '../../messages/order.ts';
import { timeWords } from '../../messages/time.ts';
import { measureFor, wrap } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours, ringReach } from '../../theme/tokens.ts';
import { AnswerButton } from './AnswerButton.ts';
import { DrillFrame } from './DrillFrame.ts';
import { fit } from './fit.ts';
import { answersFor, type OrderView, waiting } from './order-flow.ts';
import { orderLayout } from './order-layout.ts';
import { namesOf } from './speech.ts';

export interface OrderActions {
  answer(answer: Answer): void;
  residents(residents: string[]): void;
  acknowledge(): void;
  again(): void;
}

/** Frame of the page: a drill is drawn inside its hatched border. */
interface Frame {
  drill: boolean;
  left: number;
  width: number;
  bandY: number;
  bandH: number;
  answerY: number;
  answerH: number;
}

const frameFor = (drill: boolean): Frame =>
  drill
    ? { drill, left: 168, width: 1584, bandY: 157, bandH: 110, answerY: 785, answerH: 130 }
    : { drill, left: 96, width: 1728, bandY: 54, bandH: 144, answerY: 882, answerH: 144 };

const answerIcons: Readonly<Record<Answer, IconName>> = {
  evacuating: 'runner',
  safe: 'house-safe',
  help: 'helper',
};
const verbSizes = [240, 216, 200, 184, 168, 160, 148, 134, 120];
const nameSizes = [104, 96, 88, 80, 72, 64, 60, 54, 48];

/** Drawing of every view except `none`. */
export function contentOf(view: Exclude<OrderView, { kind: 'none' }>, actions: OrderActions): Children {
  const frame = frameFor(view.shown.order.status === 'drill');
  return {
    ...(frame.drill ? { Frame: place(DrillFrame, {}) } : {}),
    ...(view.kind === 'cancelled' ? {} : { Band: bandOf(view.shown, frame) }),
    ...partsOf(view, frame, actions),
  };
}

function partsOf(view: Exclude<OrderView, { kind: 'none' }>, frame: Frame, actions: OrderActions): Children {
  switch (view.kind) {
    case 'asking':
      return asking(view.shown, frame, actions);
    case 'whose':
      return whose(view.shown, frame, actions);
    case 'sending':
      return message(frame, words.sending, '', undefined);
    case 'told':
      return message(
        frame,
        view.queued ? words.queued : words.told,
        followUp(view.answer, frame.drill, view.queued),
        {
          label: words.close,
          press: actions.acknowledge,
        },
      );
    case 'failed':
      return message(frame, words.notTold, failureMessage(view.code).next, {
        label: words.again,
        press: actions.again,
      });
    case 'cancelled':
      return cancelled(view.shown, frame, actions);
  }
}

function bandOf({ order }: ShownOrder, frame: Frame): object {
  const { name, reading } = levels[order.level];
  return place(LevelBand, {
    x: frame.left,
    y: frame.bandY,
    w: frame.width,
    h: frame.bandH,
    level: order.level,
    drill: frame.drill,
    name,
    reading,
    levelWord: words.level,
    drillWord: words.drill,
    issuer: words.issuedBy(order.municipalityName),
    time: timeWords(order.issuedAt),
    agency: order.agencyMessage ? words.agency(order.agencyMessage) : '',
  });
}

function asking(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const { order } = shown;
  const { width, left } = frame;
  const names = frame.drill ? words.drillNames(namesOf(shown)) : namesOf(shown);
  const { verb } = levels[order.level];
  const sentences = order.sentences.map((sentence, index) =>
    frame.drill && index === 0 ? words.drillSentence(sentence) : sentence,
  );
  const linesAt = (size: number) => (sentence: string) =>
    layoutMarked(sentence, width, measureFor(size, true), measureFor(36, true)).length;
  const nameSize = fit(names, width, nameSizes);
  const nameText = wrap(names, width, nameSize, true);
  const { nameY, verbY, verbSize, sentenceY, sentenceSize, sentenceLine, ...place_ } = orderLayout(
    { top: frame.bandY + frame.bandH, bottom: frame.answerY - ringReach },
    {
      nameSize,
      nameLines: nameText.split('\n').length,
      verbSize: Math.min(fit(verb, width, verbSizes), frame.drill ? 190 : 240),
      sentenceLines: (size) => sentences.reduce((sum, sentence) => sum + linesAt(size)(sentence), 0),
    },
  );
  let line = 0;
  const drawn = sentences.map((sentence, index) => {
    const y = sentenceY + line * sentenceLine;
    line += linesAt(sentenceSize)(sentence);
    return [
      `Sentence${index}`,
      place(RubyText, {
        x: left,
        y,
        width,
        marked: sentence,
        fontSize: sentenceSize,
        readingSize: 36,
        lineHeight: sentenceLine,
        colour: colours.white,
      }),
    ] as const;
  });
  return {
    Names: textTemplate(names, {
      x: left,
      y: nameY,
      width,
      size: place_.nameSize,
      bold: true,
      colour: colours.white,
      lineHeight: Math.round(place_.nameSize * 1.2),
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
    ...Object.fromEntries(drawn),
    ...answerRow(
      answersFor(order.level).map((answer) => ({
        label: answerWords[answer],
        icon: answerIcons[answer],
        press: () => actions.answer(answer),
      })),
      frame,
    ),
  };
}

interface RowButton {
  label: string;
  icon?: IconName;
  press: () => void;
}

function answerRow(buttons: readonly RowButton[], frame: Frame): Children {
  const w = (frame.width - 36) / 2;
  return Object.fromEntries(
    buttons.map(({ label, icon, press }, index) => [
      `Answer${index}`,
      place(AnswerButton, {
        x: frame.left + index * (w + 36),
        y: frame.answerY,
        w,
        h: frame.answerH,
        label,
        drill: frame.drill,
        press,
        ...(icon ? { icon } : {}),
        radius: 18,
        focusKey: `answer-${index}`,
      }),
    ]),
  );
}

function whose(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const open = waiting(shown);
  const choices: RowButton[] = [
    { label: words.everybody, press: () => actions.residents(open.map(({ subject }) => subject)) },
    ...open.map(({ subject, callName }) => ({
      label: withHonorific(callName),
      press: () => actions.residents([subject]),
    })),
  ];
  const columns = choices.length > 6 ? 3 : 2;
  const gap = 36;
  const top = frame.bandY + frame.bandH + (frame.drill ? 140 : 190);
  const rows = Math.ceil(choices.length / columns);
  const bottom = frame.answerY + frame.answerH;
  const h = Math.min(144, Math.floor((bottom - top - (rows - 1) * gap) / rows));
  const w = (frame.width - (columns - 1) * gap) / columns;
  return {
    Question: textTemplate(words.whose, {
      x: frame.left,
      y: frame.bandY + frame.bandH + (frame.drill ? 24 : 52),
      size: 80,
      bold: true,
      colour: colours.white,
    }),
    ...Object.fromEntries(
      choices.map(({ label, press }, index) => [
        `Choice${index}`,
        place(AnswerButton, {
          x: frame.left + (index % columns) * (w + gap),
          y: top + Math.floor(index / columns) * (h + gap),
          w,
          h,
          label,
          press,
          drill: frame.drill,
          radius: 18,
          fontSize: fit(label, w - 60 - (frame.drill ? 128 : 0), [64, 56, 48, 42]),
          focusKey: `choice-${index}`,
        }),
      ]),
    ),
  };
}

function followUp(answer: Answer, drill: boolean, queued: boolean): string {
  if (drill) return words.toldDrill;
  if (answer === 'help') return queued ? words.queuedHelp : words.toldHelp;
  return answer === 'safe' ? words.toldSafe : words.toldEvacuating;
}

function message(frame: Frame, sentence: string, more: string, button: RowButton | undefined): Children {
  const y = frame.bandY + frame.bandH + (frame.drill ? 48 : 140);
  const headline = textTemplate(sentence, {
    x: frame.left,
    y,
    width: frame.width,
    size: 104,
    bold: true,
    colour: colours.white,
  });
  return {
    Sentence: headline,
    More: textTemplate(more, {
      x: frame.left,
      y: y + headline.text.h + 36,
      width: frame.width,
      size: 72,
      colour: colours.white,
    }),
    ...(button ? answerRow([button], frame) : {}),
  };
}

function cancelled(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const { order } = shown;
  const { name, reading } = levels[order.level];
  const top = frame.drill ? 157 : 54;
  return {
    Issuer: textTemplate(
      `${words.issuedBy(order.municipalityName)}  ${timeWords(shown.cancelledAt ?? order.issuedAt)}`,
      {
        x: frame.left,
        y: top + 12,
        size: 56,
        bold: true,
        colour: colours.white,
      },
    ),
    Word: place(RubyText, {
      x: frame.left,
      y: top + 170,
      width: frame.width,
      marked: `{${words.cancelled}|${words.cancelledReading}}`,
      fontSize: frame.drill ? 148 : 240,
      readingSize: 56,
      colour: colours.white,
    }),
    Sentence: place(RubyText, {
      x: frame.left,
      y: frame.answerY - (frame.drill ? 230 : 320),
      width: frame.width,
      marked: words.cancelledSentence(`{${name}|${reading}}`),
      fontSize: 72,
      readingSize: 36,
      colour: colours.white,
    }),
    More: textTemplate(words.cancelledMore, {
      x: frame.left,
      y: frame.answerY - (frame.drill ? 110 : 170),
      size: frame.drill ? 56 : 72,
      colour: colours.white,
    }),
    ...answerRow([{ label: words.understood, press: actions.acknowledge }], frame),
  };
}
