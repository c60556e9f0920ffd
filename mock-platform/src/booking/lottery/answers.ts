import { type Kysely, sql, type Transaction } from 'kysely';
import { type BookableRoom, roomsById } from '../facilities.ts';
import { offerNext, setStatus, settled } from '../holds.ts';
import { queueUp, release } from '../occupied.ts';
import { BookingRefused } from '../refused.ts';
import { allBookings, type BookingRow } from '../rows.ts';
import type { BookingTables } from '../tables.ts';
import { giveBackWin, requireLottery } from './desk.ts';

/** Queues up for all rooms of the lottery and answers the bookings of one win. */
async function lockedWin(transaction: Transaction<BookingTables>, receipt: string): Promise<BookingRow[]> {
  const { lottery } = await transaction
    .selectFrom('booking.lottery_entry')
    .select('lottery')
    .where('receipt', '=', receipt)
    .executeTakeFirstOrThrow();
  const { slots } = await requireLottery(transaction, lottery);
  const rooms = await roomsById(
    transaction,
    slots.map(({ room }) => room),
  );
  await queueUp(
    transaction,
    [...rooms.values()].map(({ queue }) => queue),
  );
  return allBookings(transaction)
    .where('booking.bundle', '=', receipt)
    .where('booking.status', 'in', ['offered', 'unpaid', 'booked'])
    .orderBy(sql`lower(booking.during)`)
    .execute();
}

/** The winner says yes to everything that was won. @throws BookingRefused `booking.offer-over` */
export function acceptWin(tables: Kysely<BookingTables>, receipt: string, now: Date): Promise<void> {
  return tables.transaction().execute(async (transaction) => {
    const rows = await lockedWin(transaction, receipt);
    if (rows.length === 0) throw new BookingRefused('booking.offer-over');
    for (const row of rows.filter(({ status }) => status === 'offered')) {
      if (row.expires_at !== null && row.expires_at <= now) throw new BookingRefused('booking.offer-over');
      const room = (await roomsById(transaction, [row.room_id])).get(row.room_id) as BookableRoom;
      const next = settled(room, row.paid_fee, row.starts_at, now);
      await setStatus(transaction, row.id, next.status, now, { expires_at: next.expires_at });
    }
    await transaction
      .updateTable('booking.lottery_entry')
      .set({ outcome: 'confirmed' })
      .where('receipt', '=', receipt)
      .execute();
  });
}

/** Gives back everything that was won and is not paid or accepted yet; alternates move up, then waiting lists. */
export function returnWin(
  tables: Kysely<BookingTables>,
  receipt: string,
  status: 'cancelled' | 'expired',
  now: Date,
): Promise<void> {
  return tables.transaction().execute(async (transaction) => {
    const isOpen = ({ status: its, expires_at }: BookingRow) =>
      its !== 'booked' && (status === 'cancelled' || (expires_at !== null && expires_at <= now));
    const rows = (await lockedWin(transaction, receipt)).filter(isOpen);
    if (rows.length === 0) return;
    for (const { id } of rows) {
      await setStatus(transaction, id, status, now);
      await release(transaction, id);
    }
    await giveBackWin(transaction, receipt, now);
    for (const row of rows)
      await offerNext(transaction, row.municipality, { startsAt: row.starts_at, endsAt: row.ends_at }, now);
  });
}
