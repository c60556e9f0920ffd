import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-officials': {
    async up(database) {
      await sql`
        create table console.official (
          municipality text not null,
          id text not null,
          name text not null,
          role text not null,
          primary key (municipality, id)
        )`.execute(database);
      await sql`
        create table console.session (
          token_hash text primary key,
          municipality text not null,
          official text not null,
          expires_at timestamptz not null,
          foreign key (municipality, official) references console.official on delete cascade
        )`.execute(database);
    },
    async down(database) {
      await sql`drop table console.session, console.official`.execute(database);
    },
  },
};
