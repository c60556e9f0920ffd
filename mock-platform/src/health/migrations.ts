import { type Kysely, type Migration, sql } from 'kysely';

/** Schema `health`: FHIR resources by the person's pairwise subject. The store holds no name, address or number. */
export const healthMigrations: Record<string, Migration> = {
  '0001-resources': {
    async up(database: Kysely<unknown>): Promise<void> {
      await sql`
        create table health.resource (
          subject text not null,
          type text not null,
          id text not null,
          categories text[] not null,
          codes text[] not null,
          effective timestamptz not null,
          resource jsonb not null,
          primary key (subject, type, id)
        )`.execute(database);
      await sql`
        create index resource_by_time on health.resource (subject, type, effective desc)
      `.execute(database);
    },
    async down(database: Kysely<unknown>): Promise<void> {
      await sql`drop table health.resource`.execute(database);
    },
  },
};
