import { type Migration, sql } from 'kysely';
import { watchOverMigrations } from './watch-over/migrations.ts';

export const migrations: Record<string, Migration> = {
  '001-public-notices': {
    async up(database) {
      await sql`
        create table notices.notice (
          id uuid primary key,
          municipality text not null,
          issuer text not null,
          headline text not null,
          sentences jsonb not null,
          picture text not null,
          published_at timestamptz not null
        )`.execute(database);
      await sql`create index notice_of_town on notices.notice (municipality, published_at)`.execute(database);
    },
    async down(database) {
      await sql`drop table notices.notice`.execute(database);
    },
  },
  ...watchOverMigrations,
};
