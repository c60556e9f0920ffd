import type { Answer } from '../../../../mock-platform/src/protocol/alerts.ts';
import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { type Children, place } from '../../components/base/place.ts';
import { type IconName, icon } from '../../components/icon/Icon.ts';
import { layoutMarked } from '../../components/ruby-text/layout.ts';
import { RubyText } from '../../components/ruby-text/RubyText.ts';
import { withHonorific } from '../../messages/common.ts';
import { failureMessage } from '../../messages/failures.ts';
import { officialName, order as words } from '../../messages/order.ts';
import { orderSteps } from '../../messages/order-steps.ts';
import { timeWords } from '../../messages/time.ts';
import { measureFor, wrap } from '../../theme/measure.ts';
import { textTemplate } from '../../theme/theme.ts';
import { colours } from '../../theme/tokens.ts';
import { answerIcons, type OrderActions } from './asking.ts';
import { answerRow, type Frame, type RowButton } from './frame.ts';
import type { OrderView } from './order-view.ts';
import { namesAskedLater } from './speech.ts';

/** What a card adds to an answer. */
export type CardState = 'none' | 'wanted' | 'reading' | 'unread';

type Told = Extract<OrderView, { kind: 'told' }>;

/** What is said after an answer: what happened, what to do now, and what the card adds. */
export function toldSentences(view: Told, card: CardState): { headline: string; more: string[] } {
  const { answer, queued, shown, confirmed } = view;
  const headline = queued ? words.queued : words.told;
  if (shown.order.status === 'drill') return { headline, more: [words.toldDrill] };
  const holder = shown.residents.find(({ subject }) => subject === confirmed);
  const next = {
    evacuating: [words.toldEvacuating],
    safe: [shown.order.level === 5 ? words.toldSafe : orderSteps.toldSafeNow],
    help: queued ? [orderSteps.call119] : [words.toldHelp, orderSteps.call119],
  } satisfies Record<Answer, string[]>;
  return { headline, more: [...next[answer], ...cardSentence(card, holder?.callName)] };
}

function cardSentence(card: CardState, holder: string | undefined): string[] {
  if (holder !== undefined) return [orderSteps.cardVouched(withHonorific(holder))];
  const said = {
    none: '',
    wanted: orderSteps.layCard,
    reading: orderSteps.readingCard,
    unread: orderSteps.cardUnread,
  };
  return said[card] === '' ? [] : [said[card]];
}

export function told(view: Told, frame: Frame, actions: OrderActions, card: CardState): Children {
  const { headline, more } = toldSentences(view, card);
  const sign = view.queued ? 'clock' : 'check-circle';
  return message(frame, headline, more, [{ label: words.close, press: actions.acknowledge }], sign);
}

export const sending = (frame: Frame): Children => message(frame, words.sending, [], []);

export const failed = (code: string, frame: Frame, actions: OrderActions): Children =>
  message(
    frame,
    words.notTold,
    [failureMessage(code).next, ...(frame.drill ? [] : [orderSteps.call119])],
    [{ label: words.again, press: actions.again }],
  );

/** 戻る does not lose an order: it is answered now, or comes again. */
export const leaving = (frame: Frame, actions: OrderActions): Children =>
  message(
    frame,
    orderSteps.notAnswered,
    [orderSteps.comesAgain],
    [
      { label: orderSteps.answerNow, press: actions.again },
      { label: orderSteps.inAMinute, press: actions.putAway },
    ],
  );

/** Long after 「にげます」: are they safe? */
export function askingLater(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const names = namesAskedLater(shown);
  const top = frame.top + 60;
  return {
    Names: textTemplate(names, {
      x: frame.left,
      y: top,
      width: frame.width,
      size: 72,
      colour: colours.white,
    }),
    Question: textTemplate(orderSteps.safeAlready, {
      x: frame.left,
      y: top + 36 + wrap(names, frame.width, 72, false).split('\n').length * 108,
      width: frame.width,
      size: 144,
      bold: true,
      colour: colours.white,
      lineHeight: 160,
    }),
    ...answerRow(
      [
        { label: orderSteps.safeNow, icon: answerIcons.safe, press: () => actions.answer('safe') },
        { label: orderSteps.stillHelp, icon: answerIcons.help, press: () => actions.answer('help') },
      ],
      frame,
    ),
  };
}

function message(
  frame: Frame,
  sentence: string,
  more: readonly string[],
  buttons: readonly RowButton[],
  sign?: IconName,
): Children {
  const y = frame.top + (frame.drill ? 36 : 80);
  const indent = sign ? 132 : 0;
  const headline = textTemplate(sentence, {
    x: frame.left + indent,
    y,
    width: frame.width - indent,
    size: 96,
    bold: true,
    colour: colours.white,
    lineHeight: 120,
  });
  let at = y + headline.text.h + 24;
  return {
    ...(sign ? { Sign: icon(sign, { x: frame.left, y: y + 8, size: 104, colour: colours.white }) } : {}),
    Sentence: headline,
    ...Object.fromEntries(
      more.map((line, index) => {
        const drawn = textTemplate(line, {
          x: frame.left,
          y: at,
          width: frame.width,
          size: 72,
          colour: colours.white,
          lineHeight: 96,
        });
        at += drawn.text.h + 18;
        return [`More${index}`, drawn] as const;
      }),
    ),
    ...answerRow(buttons, frame),
  };
}

/** 「取消」 where the order had been shown; of a drill it says 訓練 too. */
export function cancelled(shown: ShownOrder, frame: Frame, actions: OrderActions): Children {
  const { order } = shown;
  const top = frame.drill ? frame.top : 54;
  const name = officialName(order.level);
  const sentence = frame.drill ? orderSteps.drillCancelledSentence(name) : words.cancelledSentence(name);
  const lines = layoutMarked(sentence, frame.width, measureFor(72, true), measureFor(36, true)).length;
  const moreY = frame.answerY - (frame.drill ? 110 : 170);
  const word = frame.drill ? orderSteps.drillCancelled : words.cancelled;
  return {
    Issuer: textTemplate(
      `${words.issuedBy(order.municipalityName)}  ${timeWords(shown.cancelledAt ?? order.issuedAt)}`,
      { x: frame.left, y: top + 12, size: 56, bold: true, colour: colours.white },
    ),
    Word: place(RubyText, {
      x: frame.left,
      y: top + 170,
      width: frame.width,
      marked:
        word === words.cancelledReading
          ? word
          : word.replace(words.cancelled, `{${words.cancelled}|${words.cancelledReading}}`),
      fontSize: frame.drill ? 148 : lines > 1 ? 200 : 240,
      readingSize: 56,
      colour: colours.white,
    }),
    Sentence: place(RubyText, {
      x: frame.left,
      y: moreY - 24 - (lines - 1) * 107 - (frame.drill ? 92 : 126),
      width: frame.width,
      marked: sentence,
      fontSize: 72,
      lineHeight: 107,
      readingSize: 36,
      colour: colours.white,
    }),
    More: textTemplate(frame.drill ? orderSteps.drillOver : words.cancelledMore, {
      x: frame.left,
      y: moreY,
      size: frame.drill ? 56 : 72,
      colour: colours.white,
    }),
    ...answerRow([{ label: words.understood, press: actions.acknowledge }], frame),
  };
}
