import { type Kysely, type Migration, sql } from 'kysely';

const up = async (database: Kysely<unknown>): Promise<void> => {
  await sql`alter table identity.login_result add column unconfirmed boolean not null default false`.execute(
    database,
  );
  // Logins without any answer about revocation, until somebody can be asked.
  await sql`create table identity.unconfirmed_login (
    challenge uuid primary key,
    person uuid not null references identity.person (id) on delete cascade,
    box uuid not null,
    service text not null,
    issuer_key text not null,
    serial text not null,
    partition text,
    at timestamptz not null,
    next_at timestamptz not null,
    outcome text,
    ended_at timestamptz
  )`.execute(database);
  await sql`create index unconfirmed_login_due on identity.unconfirmed_login (next_at) where outcome is null`.execute(
    database,
  );
};

const down = async (database: Kysely<unknown>): Promise<void> => {
  await sql`drop table identity.unconfirmed_login`.execute(database);
  await sql`alter table identity.login_result drop column unconfirmed`.execute(database);
};

export const unconfirmedLogins: Migration = { up, down };
