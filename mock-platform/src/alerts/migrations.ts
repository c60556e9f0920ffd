import { type Migration, sql } from 'kysely';
import { bulletinMigrations } from './cap/migrations.ts';
import { audiencesAndUpdates } from './migrations/004-audiences-and-updates.ts';
import { releaseMigrations } from './release/migrations.ts';

export const migrations: Record<string, Migration> = {
  '001-orders': {
    async up(database) {
      const statements = [
        sql`create table alerts."order" (
          id uuid primary key,
          number bigint generated always as identity unique,
          municipality text not null,
          status text not null check (status in ('live', 'drill')),
          action text not null check (action in ('issue', 'cancel')),
          cancels uuid references alerts."order",
          districts jsonb not null,
          body jsonb not null,
          jws text not null,
          draft_hash text not null,
          official text not null,
          issued_at timestamptz not null,
          expires_at timestamptz not null,
          check ((action = 'cancel') = (cancels is not null)),
          unique (cancels)
        )`,
        sql`create index order_of_town on alerts."order" (municipality, number)`,
        // No reference to the order: a box also reports what it refused, perhaps because nobody here ever sent it.
        sql`create table alerts.receipt (
          box uuid not null,
          id uuid not null,
          "order" uuid not null,
          event text not null check (event in ('received', 'displayed', 'refused')),
          at timestamptz not null,
          code text,
          stored_at timestamptz not null,
          primary key (box, id)
        )`,
        sql`create index receipt_of_order on alerts.receipt ("order", event)`,
        sql`create table alerts.answer (
          id uuid not null,
          box uuid not null,
          "order" uuid not null references alerts."order",
          resident text not null,
          answer text not null check (answer in ('evacuating', 'safe', 'help')),
          tier text not null check (tier in ('t0', 't1', 't2', 't3')),
          at timestamptz not null,
          stored_at timestamptz not null,
          statement text not null,
          primary key (box, id, resident)
        )`,
        sql`create index answer_of_order on alerts.answer ("order", at)`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table alerts.answer, alerts.receipt, alerts."order"`.execute(database);
    },
  },
  '002-signed-receipts': {
    async up(database) {
      await sql`alter table alerts.receipt add column statement text`.execute(database);
    },
    async down(database) {
      await sql`alter table alerts.receipt drop column statement`.execute(database);
    },
  },
  ...bulletinMigrations,
  '004-audiences-and-updates': audiencesAndUpdates,
  ...releaseMigrations,
};
