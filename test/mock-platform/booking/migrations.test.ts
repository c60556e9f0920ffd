import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { bookingMigrations } from '../../../mock-platform/src/booking/migrations.ts';
import type { BookingTables } from '../../../mock-platform/src/booking/tables.ts';
import { book, bookingStand, hana, isamu, post } from './scenes.ts';

it('the way back keeps what stands and frees what was given back, and the way forward holds it again', async () => {
  const opened = await bookingStand();
  try {
    const tables = opened.context.tables<BookingTables>();
    await book(opened, hana);
    const { body } = await book(opened, isamu, { period: 'morning' });
    await post(opened, isamu, `/booking/bookings/${body.id}/cancel`);
    const { up, down } = bookingMigrations['0002-holds-lists-lotteries-events']!;
    await down?.(tables);
    const { rows } = await sql<{
      status: string;
    }>`select status from booking.booking order by period`.execute(tables);
    expect(rows.map(({ status }) => status)).toEqual(['booked', 'cancelled']);
    await up(tables);
    expect((await book(opened, isamu)).body.code).toBe('booking.taken');
    expect((await book(opened, isamu, { period: 'morning' })).status).toBe(201);
  } finally {
    await opened.close();
  }
}, 60_000);
