import { payByBill, payByPhone, paymentOf, withdrawPayment } from '../payment/payments.ts';
import type { PaymentRequest, PaymentState } from '../protocol/booking.ts';
import type { PlatformContext } from '../server/context.ts';
import { requireOwn } from './bookings.ts';
import { lockedBooking, setStatus } from './holds.ts';
import { BookingRefused } from './refused.ts';
import type { BookingTables } from './tables.ts';

/**
 * Marks a booking as booked if its fee is paid or billed. Money that comes for a booking that is over goes back.
 * @returns whether it is paid
 */
export async function confirmPaid(context: PlatformContext, id: string): Promise<boolean> {
  const paid = await paymentOf(context, id);
  if (paid === undefined || (paid.status !== 'captured' && paid.status !== 'billed')) return false;
  const isLate = await context
    .tables<BookingTables>()
    .transaction()
    .execute(async (transaction) => {
      const row = await lockedBooking(transaction, id);
      if (row?.status === 'unpaid') await setStatus(transaction, id, 'booked', context.clock());
      return row === undefined || !['unpaid', 'booked'].includes(row.status);
    });
  if (isLate) await withdrawPayment(context, id);
  return !isLate;
}

const states = {
  open: 'open',
  failed: 'failed',
  captured: 'paid',
  billed: 'billed',
  abandoned: 'failed',
} as const;

/**
 * Begins to pay an unpaid booking, by phone or on the operator's bill; asked again it answers how it stands.
 * @throws BookingRefused `booking.unknown`, `booking.not-payable`
 * @throws PlatformError `payment.no-provider`
 */
export async function pay(
  context: PlatformContext,
  subject: string,
  id: string,
  { method }: PaymentRequest,
): Promise<PaymentState> {
  const row = await requireOwn(context.tables<BookingTables>(), subject, id);
  if (row.status !== 'unpaid') return stateOf(context, subject, id);
  const requested = { municipality: row.municipality, reference: id, amount: row.paid_fee };
  if (method === 'operator-bill') {
    const { status } = await payByBill(context, requested);
    return { status: states[status], amount: row.paid_fee };
  }
  const { status, url } = await payByPhone(context, requested);
  return {
    status: states[status],
    amount: row.paid_fee,
    ...(url === undefined ? {} : { url }),
  };
}

/** How the payment of a booking stands. @throws BookingRefused `booking.unknown`, `booking.not-payable` */
export async function stateOf(context: PlatformContext, subject: string, id: string): Promise<PaymentState> {
  const row = await requireOwn(context.tables<BookingTables>(), subject, id);
  const payment = await paymentOf(context, id);
  if (payment === undefined && row.status !== 'unpaid') throw new BookingRefused('booking.not-payable');
  return { status: payment ? states[payment.status] : 'open', amount: row.paid_fee };
}

/** Bookings that the town took away: what was paid goes back. */
export async function withdrawFees(context: PlatformContext, bookings: readonly string[]): Promise<void> {
  for (const id of bookings) await withdrawPayment(context, id);
}
