import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-register': {
    async up(database) {
      await sql`
        create table boxes.operator (id text primary key, name text not null);
        `.execute(database);
      await sql`
        create table boxes.municipality (code text primary key, name text not null)
        `.execute(database);
      await sql`
        create table boxes.household (
          id text primary key,
          operator text not null references boxes.operator,
          municipality text not null references boxes.municipality,
          district text not null,
          name text
        )`.execute(database);
      await sql`
        create table boxes.registration_code (
          code_hash text primary key,
          household text not null references boxes.household,
          expires_at timestamptz not null,
          used_at timestamptz
        )`.execute(database);
      await sql`
        create table boxes.box (
          id uuid primary key,
          household text not null references boxes.household,
          public_key jsonb not null,
          blocked boolean not null default false,
          agent_version text not null,
          registered_at timestamptz not null,
          clock_error double precision,
          seen_at timestamptz
        )`.execute(database);
      await sql`create index box_household on boxes.box (household)`.execute(database);
      await sql`create index household_area on boxes.household (municipality, district)`.execute(database);
    },
  },
};
