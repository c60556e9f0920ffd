import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-entries': {
    async up(database) {
      const statements = [
        sql`create table shelter.reception (
          household text primary key,
          municipality text not null,
          shelter text not null
        )`,
        sql`create table shelter.entry (
          box uuid not null,
          id uuid not null,
          municipality text not null,
          shelter text not null,
          kind text not null check (kind in ('card', 'named', 'left')),
          event text not null check (event in ('in', 'out')),
          stay text not null check (stay in ('night', 'day', 'car')),
          person text,
          name text,
          outcome text not null,
          moved_from text,
          at timestamptz not null,
          stored_at timestamptz not null,
          unconfirmed boolean not null,
          doubtful boolean not null,
          primary key (box, id)
        )`,
        sql`create index entry_of_person on shelter.entry (municipality, person)`,
        sql`create index entry_unconfirmed on shelter.entry (box, person) where unconfirmed`,
        sql`create table shelter.consent (
          subject text primary key,
          family boolean not null,
          at timestamptz not null
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table shelter.consent, shelter.entry, shelter.reception`.execute(database);
    },
  },
};
