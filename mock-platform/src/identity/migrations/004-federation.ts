import { type Kysely, type Migration, sql } from 'kysely';

const up = async (database: Kysely<unknown>): Promise<void> => {
  const statements = [
    // Where the next revocation check of a certificate looks, and what it has found.
    sql`alter table identity.certificate
      add column partition text,
      add column checked_at timestamptz,
      add column revoked_seen_at timestamptz`,
    sql`alter table identity.signature_certificate add column checked_at timestamptz`,
    sql`create index certificate_checked on identity.certificate (checked_at nulls first) where to_at is null`,
    sql`create index signature_certificate_checked on identity.signature_certificate (checked_at nulls first)
      where to_at is null`,
    sql`create table identity.relying_party (
      id text primary key check (id ~ '^[a-z][a-z0-9-]{2,39}$'),
      operator text not null,
      name text not null,
      purpose text,
      from_on text not null check (from_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      to_on text check (to_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      ended_at timestamptz,
      scopes text not null,
      tier text not null,
      redirect_uris jsonb not null,
      device_grant boolean not null,
      jwks jsonb not null,
      sector text not null,
      logout_uri text,
      signals_endpoint text,
      changed_at timestamptz not null,
      check (to_on is null or to_on >= from_on)
    )`,
    sql`create index relying_party_operator on identity.relying_party (operator)`,
    // Lives minutes. After a crash it is empty: whoever waits begins again.
    sql`create unlogged table identity.provider_record (
      kind text not null,
      id text not null,
      payload jsonb not null,
      grant_id text,
      user_code text,
      uid text,
      expires_at timestamptz not null,
      consumed_at timestamptz,
      primary key (kind, id)
    )`,
    sql`create index provider_record_grant on identity.provider_record (grant_id) where grant_id is not null`,
    sql`create index provider_record_user_code on identity.provider_record (user_code) where user_code is not null`,
    sql`create index provider_record_uid on identity.provider_record (uid) where uid is not null`,
    sql`create index provider_record_expires on identity.provider_record (expires_at)`,
    sql`create unlogged table identity.television_code (
      code text primary key,
      box uuid not null,
      expires_at timestamptz not null
    )`,
    sql`create unlogged table identity.federation_request (
      id uuid primary key,
      interaction text not null unique,
      relying_party text not null,
      scopes text not null,
      tier text not null,
      number text not null,
      attempts integer not null default 0,
      box uuid,
      state text not null,
      person uuid,
      reached text,
      expires_at timestamptz not null
    )`,
    sql`create index federation_request_box on identity.federation_request (box)`,
    sql`create table identity.consent (
      person uuid not null references identity.person (id) on delete cascade,
      relying_party text not null references identity.relying_party (id),
      scopes text not null,
      sentence text not null,
      from_at timestamptz not null,
      to_at timestamptz
    )`,
    sql`create unique index consent_now on identity.consent (person, relying_party) where to_at is null`,
    sql`create table identity.federation_visit (
      id uuid primary key,
      person uuid not null references identity.person (id) on delete cascade,
      box uuid not null,
      relying_party text not null references identity.relying_party (id),
      grant_id text not null,
      tier text not null,
      began_at timestamptz not null,
      ends_at timestamptz not null,
      ended_at timestamptz,
      end_reason text
    )`,
    sql`create index federation_visit_open on identity.federation_visit (box, person) where ended_at is null`,
    sql`create table identity.signal_stream (
      id uuid primary key,
      relying_party text not null unique references identity.relying_party (id),
      method text not null,
      endpoint text,
      authorization_sealed text,
      events text not null,
      description text,
      status text not null,
      reason text,
      created_at timestamptz not null
    )`,
    sql`create table identity.delivery (
      id uuid primary key,
      relying_party text not null references identity.relying_party (id),
      kind text not null,
      person uuid references identity.person (id) on delete cascade,
      event text not null,
      detail jsonb not null,
      at timestamptz not null,
      state text not null,
      attempts integer not null default 0,
      next_at timestamptz not null,
      error text,
      done_at timestamptz
    )`,
    sql`create index delivery_due on identity.delivery (next_at) where state = 'waiting'`,
    sql`create index delivery_relying_party on identity.delivery (relying_party, state, at)`,
    sql`create table identity.change (
      id uuid primary key,
      person uuid not null references identity.person (id) on delete cascade,
      kind text not null,
      mark text not null,
      detail jsonb not null,
      at timestamptz not null,
      unique (kind, mark)
    )`,
    sql`create index change_person on identity.change (person, at)`,
    sql`create table identity.usage (
      month text not null,
      operator text not null,
      service text not null,
      kind text not null,
      count bigint not null,
      primary key (month, operator, service, kind)
    )`,
  ];
  for (const statement of statements) await statement.execute(database);
};

const down = async (database: Kysely<unknown>): Promise<void> => {
  const tables = [
    'usage',
    'change',
    'delivery',
    'signal_stream',
    'federation_visit',
    'consent',
    'federation_request',
    'television_code',
    'provider_record',
    'relying_party',
  ];
  for (const table of tables) await sql`drop table identity.${sql.id(table)}`.execute(database);
  await sql`alter table identity.signature_certificate drop column checked_at`.execute(database);
  await sql`alter table identity.certificate
    drop column partition, drop column checked_at, drop column revoked_seen_at`.execute(database);
};

export const federation: Migration = { up, down };
