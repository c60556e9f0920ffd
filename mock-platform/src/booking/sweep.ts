import type { Kysely } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import { confirmPaid } from './fees.ts';
import { expire, overdue } from './holds.ts';
import { returnWin } from './lottery/answers.ts';
import type { BookingTables } from './tables.ts';

/**
 * Ends every hold whose time has run out: unpaid bookings, offers of waiting lists, wins of lotteries. What was paid in the last
 * moment counts. Several processes may sweep at once.
 */
export async function sweep(context: PlatformContext): Promise<void> {
  const tables: Kysely<BookingTables> = context.tables<BookingTables>();
  const now = context.clock();
  for (const { id, status } of await overdue(tables, now)) {
    const paid = status === 'unpaid' && (await confirmPaid(context, id));
    if (!paid) await expire(tables, id, now);
  }
  const wins = await tables
    .selectFrom('booking.booking')
    .where('status', 'in', ['offered', 'unpaid'])
    .where('expires_at', '<=', now)
    .where('bundle', 'is not', null)
    .select(['id', 'bundle', 'status'])
    .execute();
  for (const { id, bundle, status } of wins) {
    const paid = status === 'unpaid' && (await confirmPaid(context, id));
    if (!paid && bundle !== null) await returnWin(tables, bundle, 'expired', now);
  }
}

const sweepMilliseconds = 2_000;

/** Sweeps from time to time until the platform ends. A failed sweep is made up for by the next. */
export function keepSweeping(context: PlatformContext): void {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= sweep(context)
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  }, sweepMilliseconds);
  timer.unref();
  context.onClose(async () => {
    clearInterval(timer);
    await running;
  });
}
