import { randomUUID } from 'node:crypto';
import type { Receipt } from '../../../mock-platform/src/protocol/alerts.ts';
import type { FromBox } from '../../../mock-platform/src/protocol/boxes.ts';
import type { Outgoing } from './order-store.ts';

const receiptsAtOnce = 100;

/** The stream messages that carry outgoing items, in their sequence. */
export function messagesFor(items: readonly Outgoing[]): FromBox[] {
  const messages: FromBox[] = [];
  let receipts: Receipt[] = [];
  const flush = () => {
    if (receipts.length > 0) messages.push({ type: 'receipts', receipts });
    receipts = [];
  };
  for (const item of items) {
    if (item.kind === 'receipt') {
      receipts.push(item.receipt);
      if (receipts.length === receiptsAtOnce) flush();
    } else {
      flush();
      messages.push({ type: 'answer', statement: item.statement });
    }
  }
  flush();
  return messages;
}

/** A receipt on its way, under an id of its own. */
export function receiptOf(order: string, event: Receipt['event'], at: string, code?: string): Outgoing {
  const id = randomUUID();
  return { kind: 'receipt', id, receipt: { id, order, event, at, ...(code === undefined ? {} : { code }) } };
}
