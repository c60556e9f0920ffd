import { type Kysely, type Migration, sql } from 'kysely';

const up = async (database: Kysely<unknown>): Promise<void> => {
  // Lives minutes; after a crash of the server counting begins again.
  await sql`create unlogged table identity.rate (
    kind text not null,
    name text not null,
    count integer not null,
    ends_at timestamptz not null,
    primary key (kind, name)
  )`.execute(database);
  await sql`create index rate_ends on identity.rate (ends_at)`.execute(database);
};

const down = async (database: Kysely<unknown>): Promise<void> => {
  await sql`drop table identity.rate`.execute(database);
};

export const sharedRates: Migration = { up, down };
