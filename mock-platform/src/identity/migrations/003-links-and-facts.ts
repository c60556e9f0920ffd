import { type Kysely, type Migration, sql } from 'kysely';

const up = async (database: Kysely<unknown>): Promise<void> => {
  const statements = [
    // Each lives minutes. After a crash they are empty: whoever waits begins again, and nothing can be used twice.
    sql`alter table identity.challenge set unlogged`,
    sql`alter table identity.login_result_use set unlogged`,
    sql`alter table identity.login_result set unlogged`,
    sql`alter table identity.login_result
      add column scope text not null default '',
      add column pin_until timestamptz`,
    sql`alter table identity.household_member
      add column operator text,
      add column source text not null default 'staff',
      add column consent uuid,
      add column end_reason text`,
    sql`create index household_member_household on identity.household_member (household) where to_at is null`,
    sql`alter table identity.certificate
      add column source text not null default 'staff',
      add column end_reason text`,
    sql`create index certificate_person on identity.certificate (person)`,
    sql`alter table identity.surface_key add column source text not null default 'staff'`,
    sql`create table identity.signature_certificate (
      issuer_key text not null check (issuer_key ~ '^[0-9a-f]{64}$'),
      serial text not null check (serial ~ '^[1-9a-f][0-9a-f]{0,39}$'),
      person uuid not null references identity.person (id),
      partition text not null,
      source text not null,
      from_at timestamptz not null,
      to_at timestamptz,
      end_reason text,
      revoked_seen_at timestamptz,
      primary key (issuer_key, serial)
    )`,
    sql`create unique index signature_certificate_now on identity.signature_certificate (person)
      where to_at is null`,
    sql`create table identity.service_link (
      person uuid not null references identity.person (id),
      service text not null,
      provider_user text,
      source text not null,
      from_at timestamptz not null,
      to_at timestamptz,
      end_reason text
    )`,
    sql`create unique index service_link_now on identity.service_link (person, service) where to_at is null`,
    sql`insert into identity.service_link (person, service, source, from_at)
      select person.id, service.name, 'before-consent', person.created_at
      from identity.person as person, (values ('health'), ('booking'), ('notices')) as service (name)`,
    sql`create table identity.pin_use (
      challenge uuid primary key,
      person uuid not null references identity.person (id),
      box uuid not null,
      at timestamptz not null
    )`,
    sql`create index pin_use_at on identity.pin_use (at)`,
    sql`create table identity.protection (
      person uuid not null references identity.person (id),
      operator text not null,
      staff text not null,
      from_at timestamptz not null,
      to_at timestamptz
    )`,
    sql`create unique index protection_now on identity.protection (person, operator) where to_at is null`,
    sql`create table identity.application (
      id uuid primary key,
      operator text not null,
      household text not null,
      municipality text not null,
      box uuid not null,
      kind text not null,
      form text not null,
      sealed text not null,
      person uuid references identity.person (id),
      guardian uuid references identity.person (id),
      staff text not null,
      state text not null,
      differs text,
      opened_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz
    )`,
    sql`create index application_operator on identity.application (operator, opened_at)`,
    sql`create table identity.staff_token (
      hash text primary key,
      operator text not null,
      staff text not null,
      expires_at timestamptz not null
    )`,
    sql`create table identity.master_key (
      name text primary key,
      created_at timestamptz not null,
      retired_at timestamptz
    )`,
    sql`create table identity.person_key (
      person uuid primary key references identity.person (id),
      master text not null references identity.master_key (name),
      wrapped text not null
    )`,
    sql`create table identity.fact (
      person uuid not null references identity.person_key (person) on delete cascade,
      field text not null,
      sealed text not null,
      primary key (person, field)
    )`,
  ];
  for (const statement of statements) await statement.execute(database);
};

const down = async (database: Kysely<unknown>): Promise<void> => {
  const tables = [
    'fact',
    'person_key',
    'master_key',
    'staff_token',
    'application',
    'protection',
    'pin_use',
    'service_link',
    'signature_certificate',
  ];
  for (const table of tables) await sql`drop table identity.${sql.id(table)}`.execute(database);
  const statements = [
    sql`alter table identity.surface_key drop column source`,
    sql`drop index identity.certificate_person`,
    sql`alter table identity.certificate drop column source, drop column end_reason`,
    sql`drop index identity.household_member_household`,
    sql`alter table identity.household_member
      drop column operator, drop column source, drop column consent, drop column end_reason`,
    sql`alter table identity.login_result drop column scope, drop column pin_until`,
    sql`alter table identity.login_result set logged`,
    sql`alter table identity.login_result_use set logged`,
    sql`alter table identity.challenge set logged`,
  ];
  for (const statement of statements) await statement.execute(database);
};

export const linksAndFacts: Migration = { up, down };
