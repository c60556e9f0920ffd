import { type Kysely, type Migration, sql } from 'kysely';
import { servicesMigration } from './migrations-of-services.ts';

/**
 * Schema `booking`. Two bookings of one room can never overlap: the exclusion constraint holds whatever the program
 * does, counts back-to-back bookings as apart (half-open ranges) and lets what was given back go.
 */
export const bookingMigrations: Record<string, Migration> = {
  '0001-rooms-and-bookings': {
    async up(database: Kysely<unknown>): Promise<void> {
      await sql`
        create table booking.building (
          id text primary key,
          municipality text not null,
          name text not null,
          closing jsonb not null,
          position integer not null
        )`.execute(database);
      await sql`
        create table booking.room (
          id text primary key,
          building text not null references booking.building (id),
          name text not null,
          note text not null,
          capacity integer not null check (capacity > 0),
          fee integer not null check (fee >= 0),
          picture text not null,
          position integer not null
        )`.execute(database);
      await sql`
        create table booking.booking (
          id uuid primary key,
          room text not null references booking.room (id),
          subject text not null,
          request_id uuid not null,
          period text not null check (period in ('morning', 'afternoon', 'evening')),
          during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
          status text not null default 'booked' check (status in ('booked', 'cancelled')),
          created_at timestamptz not null,
          cancelled_at timestamptz,
          check ((status = 'cancelled') = (cancelled_at is not null)),
          constraint one_request_one_booking unique (subject, request_id),
          constraint no_double_booking
            exclude using gist (room with =, during with &&) where (status <> 'cancelled')
        )`.execute(database);
      await sql`create index booking_of_subject on booking.booking (subject, lower(during))`.execute(
        database,
      );
    },
    async down(database: Kysely<unknown>): Promise<void> {
      await sql`drop table booking.booking, booking.room, booking.building`.execute(database);
    },
  },
  '0002-holds-lists-lotteries-events': servicesMigration,
};
