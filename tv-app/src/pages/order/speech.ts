import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { inList, inSentences, withHonorific } from '../../messages/common.ts';
import { failureMessage } from '../../messages/failures.ts';
import { levels, order as words } from '../../messages/order.ts';
import { orderSteps } from '../../messages/order-steps.ts';
import { readingText } from '../../text/marked.ts';
import { onTheirWay, waiting } from './order-queue.ts';
import type { OrderView } from './order-view.ts';
import { type CardState, toldSentences } from './outcome.ts';
import { sentencesOf } from './sentences.ts';

const called = (residents: ShownOrder['residents']): string =>
  residents.length === 0 ? words.nobody : inList(residents.map(({ callName }) => withHonorific(callName)));

/** 「はなさん」 or 「はなさん、いさむさん」: everybody who has not answered; 「みなさん」 in a home without a list. */
export const namesOf = (shown: ShownOrder): string => called(waiting(shown));

/** Those who have answered and are not known to be safe. */
export const namesAskedLater = (shown: ShownOrder): string => called(onTheirWay(shown));

/** The order as it is spoken: who, what to do, where and how; then who says it, and what else there is. */
export function spokenOrder(shown: ShownOrder, more = 0, renewed = false): string {
  const { order } = shown;
  const { name, reading, verb } = levels[order.level];
  return aloud(shown, [
    renewed ? orderSteps.renewed : '',
    namesOf(shown),
    words.spokenIssued(order.municipalityName, reading || name),
    verb,
    ...sentencesOf(order).map(readingText),
    more > 0 ? orderSteps.more(more) : '',
  ]);
}

/** Everything but the order itself, as it is spoken. */
export function spokenView(view: Exclude<OrderView, { kind: 'none' | 'asking' }>, card: CardState): string {
  const { shown } = view;
  switch (view.kind) {
    case 'leaving':
      return aloud(shown, [orderSteps.notAnswered, orderSteps.comesAgain]);
    case 'whose':
      return aloud(shown, [words.whose]);
    case 'sending':
      return aloud(shown, [words.sending]);
    case 'told': {
      const { headline, more } = toldSentences(view, card);
      return aloud(shown, [headline, ...more]);
    }
    case 'failed':
      return aloud(shown, [words.notTold, failureMessage(view.code).next]);
    case 'asking-later':
      return aloud(shown, [namesAskedLater(shown), orderSteps.safeAlready]);
    case 'cancelled': {
      const { name, reading } = levels[shown.order.level];
      return aloud(shown, [words.cancelledSentence(reading || name), words.cancelledMore]);
    }
  }
}

/** In a drill every sentence says so. */
function aloud({ order }: ShownOrder, sentences: readonly string[]): string {
  const said = sentences.filter(Boolean);
  return inSentences(order.status === 'drill' ? said.flatMap((one) => [words.spokenDrill, one]) : said);
}
