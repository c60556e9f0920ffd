import { type Migration, sql } from 'kysely';

/** Schema `seed`: the mark that the demo's world is there. */
export const seedMigrations: Record<string, Migration> = {
  '001-world': {
    async up(database) {
      await sql`create table seed.world (roots text primary key, seeded_at timestamptz not null)`.execute(
        database,
      );
    },
    async down(database) {
      await sql`drop table seed.world`.execute(database);
    },
  },
};
