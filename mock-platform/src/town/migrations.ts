import { type Migration, sql } from 'kysely';

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
};
