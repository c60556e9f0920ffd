import { type Kysely, type Migration, sql } from 'kysely';

const up = async (database: Kysely<unknown>): Promise<void> => {
  await sql`alter table identity.relying_party add column municipality text`.execute(database);
  // After a step back the ids are known again.
  await sql`update identity.relying_party set municipality = substring(id from 6 for 6)
    where id ~ '^town-[0-9]{6}(-|$)'`.execute(database);
  await sql`create index relying_party_municipality on identity.relying_party (municipality, operator)
    where municipality is not null`.execute(database);
};

/** Contracts and consents stay: their ids still say which they are. */
const down = async (database: Kysely<unknown>): Promise<void> => {
  await sql`alter table identity.relying_party drop column municipality`.execute(database);
};

export const townsUnderContract: Migration = { up, down };
