import { randomUUID } from 'node:crypto';
import type { Receipt } from '../../../mock-platform/src/protocol/alerts.ts';
import type { OnStream } from '../platform/stream.ts';
import type { Outgoing } from './order-store.ts';

/** `typ` of a receipt that the box key signed. */
export const receiptType = 'chanoma-receipt+jwt';
const receiptsAtOnce = 100;
const statementsAtOnce = 40;

/** The stream messages that carry outgoing items, in their sequence. */
export function messagesFor(items: readonly Outgoing[]): OnStream[] {
  const messages: OnStream[] = [];
  for (const item of items) {
    const last = messages.at(-1);
    if (item.kind === 'answer') {
      messages.push({ type: 'answer', statement: item.statement });
    } else if (item.statement !== undefined) {
      if (last?.type === 'signed-receipts' && last.statements.length < statementsAtOnce) {
        last.statements.push(item.statement);
      } else messages.push({ type: 'signed-receipts', statements: [item.statement] });
    } else if (last?.type === 'receipts' && last.receipts.length < receiptsAtOnce) {
      last.receipts.push(item.receipt);
    } else messages.push({ type: 'receipts', receipts: [item.receipt] });
  }
  return messages;
}

/** A receipt on its way, under an id of its own. */
export function receiptOf(
  order: string,
  event: Receipt['event'],
  at: string,
  code?: string,
): Extract<Outgoing, { kind: 'receipt' }> {
  const id = randomUUID();
  return { kind: 'receipt', id, receipt: { id, order, event, at, ...(code === undefined ? {} : { code }) } };
}
