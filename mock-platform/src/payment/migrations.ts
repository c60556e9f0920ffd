import { type Kysely, type Migration, sql } from 'kysely';

/** Schema `payment`: one live payment for one reference; every event of the provider counts once. */
export const paymentMigrations: Record<string, Migration> = {
  '0001-payments': {
    async up(database: Kysely<unknown>): Promise<void> {
      await sql`
        create table payment.payment (
          id uuid primary key,
          municipality text not null,
          reference uuid not null unique,
          amount integer not null check (amount > 0),
          status text not null check (status in ('open', 'captured', 'billed', 'failed', 'abandoned')),
          refund text not null check (refund in ('none', 'due', 'done')),
          session text unique,
          created_at timestamptz not null,
          changed_at timestamptz not null
        )`.execute(database);
      await sql`
        create table payment.event (
          id text primary key,
          payment uuid not null references payment.payment (id),
          kind text not null,
          at timestamptz not null
        )`.execute(database);
      await sql`
        create table payment.mock_session (
          session text primary key,
          payment uuid not null unique,
          amount integer not null,
          state text not null check (state in ('open', 'paid', 'refused', 'returned'))
        )`.execute(database);
    },
    async down(database: Kysely<unknown>): Promise<void> {
      await sql`drop table payment.mock_session, payment.event, payment.payment`.execute(database);
    },
  },
};
