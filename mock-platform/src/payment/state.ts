/** Where a payment stands, and whether money must go back. */
export interface Payment {
  status: 'open' | 'captured' | 'billed' | 'failed' | 'abandoned';
  refund: 'none' | 'due' | 'done';
}

/**
 * What can happen: the provider took the money or could not, the operator's bill takes it over, what was to be paid is not
 * wanted any more, the provider gave the money back.
 */
export const paymentEvents = ['captured', 'failed', 'billed', 'withdrawn', 'refunded'] as const;
export type PaymentEvent = (typeof paymentEvents)[number];

export const newPayment: Payment = { status: 'open', refund: 'none' };

/**
 * The payment after an event. An event that changes nothing, or came before, answers the same payment, so providers may send
 * everything twice and in any order. Money that comes although nothing is owed any more is due to go back.
 */
export function after(payment: Payment, event: PaymentEvent): Payment {
  const { status, refund } = payment;
  const unpaid = status === 'open' || status === 'failed';
  switch (event) {
    case 'captured':
      if (unpaid) return { status: 'captured', refund };
      return status === 'captured' || refund !== 'none' ? payment : { status, refund: 'due' };
    case 'failed':
      return status === 'open' ? { status: 'failed', refund } : payment;
    case 'billed':
      return unpaid ? { status: 'billed', refund } : payment;
    case 'withdrawn':
      if (status === 'captured') return { status: 'abandoned', refund: 'due' };
      return status === 'abandoned' ? payment : { status: 'abandoned', refund };
    case 'refunded':
      return refund === 'due' ? { status, refund: 'done' } : payment;
  }
}
