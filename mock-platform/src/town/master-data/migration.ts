import { type Migration, sql } from 'kysely';

/** What officials keep themselves, with the record of who changed what. */
export const masterData: Migration = {
  async up(database) {
    const statements = [
      sql`alter table town.shelter add column english text not null default '',
        add column address text not null default ''`,
      sql`alter table town.district add column outline jsonb`,
      sql`alter table town.town add column scenery jsonb not null default '[]'`,
      sql`create table town.template (
        municipality text not null references town.town,
        hazard text not null,
        place text not null check (place in ('way', 'inside')),
        sentence text not null,
        plain text not null,
        en text not null,
        primary key (municipality, hazard, place)
      )`,
      // Every version that there was: what it became, who did it. A record of the register's import is version 0.
      sql`create table town.master_change (
        number bigint generated always as identity,
        municipality text not null,
        kind text not null check (kind in ('shelter', 'district', 'template', 'supporter')),
        key text not null,
        version integer not null,
        at timestamptz not null,
        by_id text not null,
        by_name text not null,
        content jsonb not null,
        primary key (municipality, kind, key, version)
      )`,
    ];
    for (const statement of statements) await statement.execute(database);
  },
  async down(database) {
    const statements = [
      sql`drop table town.master_change, town.template`,
      sql`alter table town.town drop column scenery`,
      sql`alter table town.district drop column outline`,
      sql`alter table town.shelter drop column address, drop column english`,
    ];
    for (const statement of statements) await statement.execute(database);
  },
};
