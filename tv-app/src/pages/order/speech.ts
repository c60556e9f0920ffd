import type { ShownOrder } from '../../../../reader-agent/src/protocol/local.ts';
import { withHonorific } from '../../messages/common.ts';
import { levels, order as words } from '../../messages/order.ts';
import { readingText } from '../../text/marked.ts';
import { waiting } from './order-flow.ts';

/** 「はなさん」 or 「はなさん、いさむさん」: everybody who has not answered; 「みなさん」 in a home without a list. */
export function namesOf(shown: ShownOrder): string {
  const open = waiting(shown);
  return open.length === 0 ? words.nobody : open.map(({ callName }) => withHonorific(callName)).join('、');
}

/** The order as it is spoken; in a drill every sentence says so. */
export function spokenOrder(shown: ShownOrder): string {
  const { order } = shown;
  const drill = order.status === 'drill';
  const { verb, reading } = levels[order.level];
  const sentences = [
    `${namesOf(shown)}。`,
    `${words.issuedBy(order.municipalityName)} ${reading}です。`,
    verb,
    ...order.sentences.map(readingText),
  ];
  return sentences.map((sentence) => (drill ? `${words.spokenDrill}${sentence}` : sentence)).join(' ');
}
