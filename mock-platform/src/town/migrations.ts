import { type Migration, sql } from 'kysely';
import { masterData } from './master-data/migration.ts';

export const migrations: Record<string, Migration> = {
  '001-register': {
    async up(database) {
      const statements = [
        sql`create table town.town (code text primary key, name text not null)`,
        sql`create table town.district (
          municipality text not null references town.town,
          code text not null,
          name text not null,
          households integer not null,
          east double precision not null,
          north double precision not null,
          position integer not null,
          primary key (municipality, code)
        )`,
        sql`create table town.household (
          household text primary key,
          municipality text not null,
          district text not null,
          name text not null,
          foreign key (municipality, district) references town.district
        )`,
        sql`create table town.resident (
          subject text primary key,
          household text not null references town.household,
          call_name text not null,
          full_name text not null,
          support_needed boolean not null,
          position integer not null
        )`,
        sql`create index resident_household on town.resident (household)`,
        sql`create table town.supporter (
          resident text not null references town.resident on delete cascade,
          name text not null,
          role text not null,
          primary key (resident, name)
        )`,
        sql`create table town.shelter (
          municipality text not null,
          id text not null,
          name text not null,
          reading text not null,
          marked text not null,
          district text not null,
          capacity integer not null,
          note text not null,
          primary key (municipality, id),
          foreign key (municipality, district) references town.district
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table town.shelter, town.supporter, town.resident, town.household, town.district,
        town.town`.execute(database);
    },
  },
  '002-roll-and-notices': {
    async up(database) {
      const statements = [
        // 住民基本台帳, as far as the register needs it to know an enrolled person again.
        sql`create table town.roll (
          municipality text not null references town.town,
          id text not null,
          full_name text not null,
          call_name text not null,
          address text not null,
          birth_date text not null,
          gender text not null,
          district text not null,
          support_needed boolean not null,
          primary key (municipality, id)
        )`,
        sql`create index roll_birth_date on town.roll (municipality, birth_date)`,
        // Who watches television in a second household as well, for instance with parents.
        sql`create table town.also_at (
          subject text not null references town.resident on delete cascade,
          household text not null references town.household on delete cascade,
          primary key (subject, household)
        )`,
        sql`create table town.change_notice (
          id uuid primary key,
          municipality text not null,
          outcome text not null check (outcome in ('entered', 'not-on-roll')),
          at timestamptz not null
        )`,
      ];
      for (const statement of statements) await statement.execute(database);
    },
    async down(database) {
      await sql`drop table town.change_notice, town.also_at, town.roll`.execute(database);
    },
  },
  '003-master-data': masterData,
};
