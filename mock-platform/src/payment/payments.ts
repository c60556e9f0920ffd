import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { PaymentProvider } from './provider.ts';
import { after, newPayment, type Payment, type PaymentEvent } from './state.ts';
import type { PaymentTables } from './tables.ts';

type PaidListener = (reference: string) => Promise<void>;

interface Parts {
  provider?: PaymentProvider;
  listeners: PaidListener[];
}

const parts = new WeakMap<PlatformContext, Parts>();

function partsOf(context: PlatformContext): Parts {
  const found = parts.get(context) ?? { listeners: [] };
  parts.set(context, found);
  return found;
}

/** Who takes the money; without one there is only the operator's bill. */
export function provideProvider(context: PlatformContext, provider: PaymentProvider): void {
  partsOf(context).provider = provider;
}

/** Calls the listener with the reference of everything that is paid or billed; it may come more than once. */
export function onPaid(context: PlatformContext, listener: PaidListener): void {
  partsOf(context).listeners.push(listener);
}

export interface PaymentRequested {
  municipality: string;
  reference: string;
  amount: number;
}

const isPaid = ({ status }: Payment): boolean => status === 'captured' || status === 'billed';

/** Locks the payment of a reference, made at the first call. */
async function lockedPayment(
  transaction: Transaction<PaymentTables>,
  { municipality, reference, amount }: PaymentRequested,
  now: Date,
) {
  await transaction
    .insertInto('payment.payment')
    .values({
      ...newPayment,
      id: randomUUID(),
      municipality,
      reference,
      amount,
      session: null,
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.column('reference').doNothing())
    .execute();
  return transaction
    .selectFrom('payment.payment')
    .selectAll()
    .where('reference', '=', reference)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** One event on one payment, decided by the state machine; then whoever waits for it hears of it. */
async function apply(
  context: PlatformContext,
  where: { column: 'reference' | 'session'; value: string },
  event: PaymentEvent,
  eventId: string,
): Promise<Payment | undefined> {
  const tables = context.tables<PaymentTables>();
  const done = await tables.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('payment.payment')
      .selectAll()
      .where(where.column, '=', where.value)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const at = context.clock();
    const { numInsertedOrUpdatedRows: isNew } = await transaction
      .insertInto('payment.event')
      .values({ id: eventId, payment: row.id, kind: event, at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    const next = isNew ? after(row, event) : { status: row.status, refund: row.refund };
    await transaction
      .updateTable('payment.payment')
      .set({ ...next, changed_at: at })
      .where('id', '=', row.id)
      .execute();
    return { ...row, ...next };
  });
  if (done === undefined) return undefined;
  const { provider, listeners } = partsOf(context);
  if (done.refund === 'due' && done.session !== null && provider !== undefined) {
    await provider.refund(done.session);
    await apply(context, { column: 'session', value: done.session }, 'refunded', `refund ${done.id}`);
  }
  if (isPaid(done)) for (const listener of listeners) await listener(done.reference);
  return done;
}

/**
 * The provider's page on which a phone pays. Asked again it answers the same page, or that it is paid.
 * @throws PlatformError `payment.no-provider`
 */
export async function payByPhone(
  context: PlatformContext,
  requested: PaymentRequested,
): Promise<Payment & { url?: string }> {
  const { provider } = partsOf(context);
  if (provider === undefined) throw new PlatformError(503, 'payment.no-provider');
  const tables = context.tables<PaymentTables>();
  const begun = await tables
    .transaction()
    .execute((transaction) => lockedPayment(transaction, requested, context.clock()));
  const { id, amount, status, refund } = begun;
  if (status !== 'open' && status !== 'failed') return { status, refund };
  const { session, url } = await provider.open({ id, amount });
  await tables.updateTable('payment.payment').set({ session }).where('id', '=', id).execute();
  return { status, refund, ...(url === undefined ? {} : { url }) };
}

/** Puts the amount on the cable operator's next bill; what was paid by phone already stays so. */
export async function payByBill(context: PlatformContext, requested: PaymentRequested): Promise<Payment> {
  await context
    .tables<PaymentTables>()
    .transaction()
    .execute((transaction) => lockedPayment(transaction, requested, context.clock()));
  const { reference } = requested;
  const done = await apply(context, { column: 'reference', value: reference }, 'billed', `bill ${reference}`);
  return done ?? newPayment;
}

/** Nothing is owed any more: a page that is still open comes to nothing, money that came goes back. */
export async function withdrawPayment(context: PlatformContext, reference: string): Promise<void> {
  await apply(context, { column: 'reference', value: reference }, 'withdrawn', `withdrawal ${reference}`);
}

/** Where the payment of a reference stands; undefined while nobody has begun to pay. */
export async function paymentOf(context: PlatformContext, reference: string): Promise<Payment | undefined> {
  return context
    .tables<PaymentTables>()
    .selectFrom('payment.payment')
    .select(['status', 'refund'])
    .where('reference', '=', reference)
    .executeTakeFirst();
}

/** What the provider says of one of its pages. @returns whether we know that page */
export async function providerSays(
  context: PlatformContext,
  { id, session, kind }: { id: string; session: string; kind: 'captured' | 'failed' },
): Promise<boolean> {
  return (await apply(context, { column: 'session', value: session }, kind, `provider ${id}`)) !== undefined;
}

/** What goes on the operator's next bill, and what has been paid: for the town's statistics. */
export async function takings(
  context: PlatformContext,
  municipality: string,
): Promise<{ captured: number; billed: number }> {
  const rows = await context
    .tables<PaymentTables>()
    .selectFrom('payment.payment')
    .where('municipality', '=', municipality)
    .where('status', 'in', ['captured', 'billed'])
    .groupBy('status')
    .select(['status', ({ fn }) => fn.sum<number>('amount').as('yen')])
    .execute();
  const yen = (status: Payment['status']) => Number(rows.find((row) => row.status === status)?.yen ?? 0);
  return { captured: yen('captured'), billed: yen('billed') };
}
