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
    async down(database) {
      await sql`drop table boxes.box, boxes.registration_code, boxes.household, boxes.municipality,
        boxes.operator`.execute(database);
    },
  },
  '002-guessing': {
    async up(database) {
      await sql`
        create table boxes.failed_registration (address_hash text not null, at timestamptz not null)
        `.execute(database);
      await sql`create index failed_registration_at on boxes.failed_registration (at)`.execute(database);
      await sql`create index box_of_key on boxes.box ((public_key ->> 'x'))`.execute(database);
    },
    async down(database) {
      await sql`drop index boxes.box_of_key`.execute(database);
      await sql`drop table boxes.failed_registration`.execute(database);
    },
  },
  '003-several-processes': {
    async up(database) {
      const statements = [
        // Who is connected where: true only while the processes live, so nobody waits for the disk.
        sql`create unlogged table boxes.hub (id uuid primary key, alive_at timestamptz not null)`,
        sql`create unlogged table boxes.presence (
          box uuid primary key,
          hub uuid not null references boxes.hub on delete cascade
        )`,
        sql`create index presence_hub on boxes.presence (hub)`,
        sql`create table boxes.change (
          municipality text not null,
          type text not null,
          version bigint not null,
          primary key (municipality, type)
        )`,
        sql`create index box_blocked on boxes.box (id) where blocked`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop index boxes.box_blocked`.execute(database);
      await sql`drop table boxes.change, boxes.presence, boxes.hub`.execute(database);
    },
  },
  '004-changes-of-one-box': {
    async up(database) {
      // Read for moments only: a box that was not told looks for itself when it connects next.
      await sql`create unlogged table boxes.box_change (
        box uuid not null,
        type text not null,
        version bigint not null,
        at timestamptz not null,
        primary key (box, type)
      )`.execute(database);
      await sql`create index box_change_at on boxes.box_change (at)`.execute(database);
    },
    async down(database) {
      await sql`drop table boxes.box_change`.execute(database);
    },
  },
};
