import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { TownEvent } from '../protocol/booking.ts';
import type { Booker } from './bookings.ts';
import { BookingRefused } from './refused.ts';
import type { BookingTables } from './tables.ts';

/** An event as a town announces it. */
export type EventDraft = Omit<TownEvent, 'id' | 'free' | 'own'>;

/** Announces an event or course. */
export async function announceEvent(
  tables: Kysely<BookingTables>,
  municipality: string,
  { startsAt, endsAt, applyUntil, ...draft }: EventDraft,
  id: string = randomUUID(),
): Promise<string> {
  const row = { ...draft, id, municipality, starts_at: startsAt, ends_at: endsAt, apply_until: applyUntil };
  await tables
    .insertInto('booking.event')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  return id;
}

/** Events of the town that are still ahead, soonest first, with the person's own place. */
export async function eventsOf(
  tables: Kysely<BookingTables>,
  { subject, municipality }: Booker,
  now: Date,
): Promise<TownEvent[]> {
  const rows = await tables
    .selectFrom('booking.event as event')
    .where('municipality', '=', municipality)
    .where('starts_at', '>', now)
    .selectAll()
    .select([
      sql<number>`(select count(*) from booking.application where event = event.id and status = 'applied')`.as(
        'applied',
      ),
      sql<'applied' | 'waiting' | null>`(select status from booking.application
        where event = event.id and subject = ${subject} and status <> 'withdrawn')`.as('own'),
    ])
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, title, note, place, fee, capacity, applied, own, ...event }) => ({
    id,
    title,
    note,
    place,
    fee,
    capacity,
    startsAt: event.starts_at.toISOString(),
    endsAt: event.ends_at.toISOString(),
    applyUntil: event.apply_until.toISOString(),
    free: Math.max(0, capacity - applied),
    ...(own === null ? {} : { own }),
  }));
}

/**
 * Applies for an event, or withdraws; twice answers the same. Where no place is left the person stands on the list, and a
 * place that is given back goes to the first of it.
 * @throws BookingRefused `booking.event-unknown`, `booking.event-closed`
 */
export async function applyFor(
  tables: Kysely<BookingTables>,
  booker: Booker,
  id: string,
  wanted: 'apply' | 'withdraw',
  now: Date,
): Promise<TownEvent> {
  const { subject, municipality } = booker;
  await tables.transaction().execute(async (transaction) => {
    const event = await transaction
      .selectFrom('booking.event')
      .selectAll()
      .where('id', '=', id)
      .where('municipality', '=', municipality)
      .where('starts_at', '>', now)
      .forUpdate()
      .executeTakeFirst();
    if (event === undefined) throw new BookingRefused('booking.event-unknown');
    const applications = await transaction
      .selectFrom('booking.application')
      .selectAll()
      .where('event', '=', id)
      .orderBy('place')
      .execute();
    const own = applications.find((one) => one.subject === subject);
    const places = applications.filter(({ status }) => status === 'applied').length;
    const set = (whose: string, status: 'applied' | 'waiting' | 'withdrawn') =>
      transaction
        .insertInto('booking.application')
        .values({ event: id, subject: whose, status })
        .onConflict((conflict) => conflict.columns(['event', 'subject']).doUpdateSet({ status }))
        .execute();
    if (wanted === 'apply') {
      if (own !== undefined && own.status !== 'withdrawn') return;
      if (event.apply_until <= now) throw new BookingRefused('booking.event-closed');
      // Coming back means the end of the list.
      await transaction
        .deleteFrom('booking.application')
        .where('event', '=', id)
        .where('subject', '=', subject)
        .execute();
      await set(subject, places < event.capacity ? 'applied' : 'waiting');
    } else if (own !== undefined && own.status !== 'withdrawn') {
      await set(subject, 'withdrawn');
      const next = applications.find(({ status }) => status === 'waiting');
      if (own.status === 'applied' && next !== undefined) await set(next.subject, 'applied');
    }
  });
  const event = (await eventsOf(tables, booker, now)).find((one) => one.id === id);
  if (event === undefined) throw new BookingRefused('booking.event-unknown');
  return event;
}
