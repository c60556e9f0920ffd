import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { type CalendarEvent, calendarOf } from './icalendar.ts';
import { BookingRefused } from './refused.ts';
import { allBookings, bookingsOf, holdsSlot } from './rows.ts';
import type { BookingTables } from './tables.ts';

type Tables = Kysely<BookingTables>;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A new secret for an address; the one before is worth nothing any more. Only its hash is kept. */
export async function renewLink(
  tables: Tables,
  subject: string,
  link: { kind: 'calendar' } | { kind: 'permit'; booking: string },
  now: Date,
): Promise<string> {
  const secret = randomBytes(24).toString('base64url');
  const booking = link.kind === 'permit' ? link.booking : null;
  await tables.transaction().execute(async (transaction) => {
    await transaction
      .deleteFrom('booking.link')
      .where('subject', '=', subject)
      .where('kind', '=', link.kind)
      .where('booking', booking === null ? 'is' : '=', booking)
      .execute();
    await transaction
      .insertInto('booking.link')
      .values({ secret_hash: hashOf(secret), kind: link.kind, subject, booking, created_at: now })
      .execute();
  });
  return secret;
}

/** Whose address a secret is. @throws BookingRefused `booking.link-unknown` */
async function linkOf(tables: Tables, secret: string, kind: 'calendar' | 'permit') {
  const link = await tables
    .selectFrom('booking.link')
    .selectAll()
    .where('secret_hash', '=', hashOf(secret))
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (link === undefined) throw new BookingRefused('booking.link-unknown');
  return link;
}

const keptDays = 30;

/**
 * The calendar behind a secret address: bookings of the last month and ahead. What was given back stays for a while as
 * cancelled, so that the phone takes it out. Offers and unanswered wishes are not in it.
 * @param only one booking, as the update or cancellation of that one
 */
export async function calendarBehind(
  tables: Tables,
  secret: string,
  now: Date,
  only?: string,
): Promise<string> {
  const { subject } = await linkOf(tables, secret, 'calendar');
  const rows = await bookingsOf(tables, subject)
    .select(['booking.created_at', 'booking.changed_at'])
    .where('booking.status', 'not in', ['offered', 'requested', 'refused', 'expired'])
    .where(sql<Date>`upper(booking.during)`, '>', new Date(now.getTime() - keptDays * 86_400_000))
    .$if(only !== undefined, (query) => query.where('booking.id', '=', only as string))
    .orderBy(sql`lower(booking.during)`)
    .execute();
  if (only !== undefined && rows.length === 0) throw new BookingRefused('booking.unknown');
  const events = rows.map(
    (row): CalendarEvent => ({
      uid: `${row.id}@booking.chanoma`,
      sequence: row.sequence,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      changedAt: row.changed_at ?? row.created_at,
      summary: row.room_name,
      location: row.building_name,
      cancelled: !holdsSlot(row.status),
    }),
  );
  return calendarOf(events, only !== undefined && events[0]?.cancelled ? 'CANCEL' : 'PUBLISH');
}

/** The booking that a permit is for, as long as it stands. @throws BookingRefused `booking.link-unknown` */
export async function permittedBooking(tables: Tables, secret: string) {
  const { booking } = await linkOf(tables, secret, 'permit');
  const row = await allBookings(tables)
    .where('booking.id', '=', booking)
    .where('booking.status', '=', 'booked')
    .executeTakeFirst();
  if (row === undefined) throw new BookingRefused('booking.link-unknown');
  return row;
}
