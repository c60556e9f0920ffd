import { type Migration, sql } from 'kysely';

export const migrations: Record<string, Migration> = {
  '001-used-proofs': {
    async up(database) {
      // Each row matters for minutes; after a crash of the server the table is empty and nobody waits for the disk.
      await sql`create unlogged table tokens.used_proof (
        id bytea primary key,
        until timestamptz not null
      )`.execute(database);
      await sql`create index used_proof_until on tokens.used_proof (until)`.execute(database);
    },
    async down(database) {
      await sql`drop table tokens.used_proof`.execute(database);
    },
  },
};
