import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-contracts': {
    async up(database) {
      await sql`create table customers.contract (
        operator text not null,
        household text not null,
        name text not null,
        address text not null,
        changed_at timestamptz not null,
        primary key (operator, household)
      )`.execute(database);
    },
    async down(database) {
      await sql`drop table customers.contract`.execute(database);
    },
  },
};
