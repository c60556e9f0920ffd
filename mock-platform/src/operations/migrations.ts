import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-installation': {
    async up(database) {
      await sql`create table operations.installation (
        one boolean primary key default true check (one),
        key_check text not null
      )`.execute(database);
    },
    async down(database) {
      await sql`drop table operations.installation`.execute(database);
    },
  },
};
