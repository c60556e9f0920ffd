import { type Kysely, type Migration, sql } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table identity.person (
      id uuid primary key,
      created_at timestamptz not null
    )`,
    sql`create table identity.household_member (
      person uuid not null references identity.person (id),
      household text not null,
      from_at timestamptz not null,
      to_at timestamptz,
      check (to_at is null or to_at > from_at)
    )`,
    sql`create unique index household_member_now on identity.household_member (person, household)
      where to_at is null`,
    sql`create table identity.certificate (
      issuer_key text not null check (issuer_key ~ '^[0-9a-f]{64}$'),
      serial text not null check (serial ~ '^[1-9a-f][0-9a-f]{0,39}$'),
      person uuid not null references identity.person (id),
      from_at timestamptz not null,
      to_at timestamptz,
      primary key (issuer_key, serial)
    )`,
    sql`create table identity.surface_key (
      issuer_key text not null,
      serial text not null,
      public_key text not null,
      pin_used_at timestamptz not null,
      primary key (issuer_key, serial),
      foreign key (issuer_key, serial) references identity.certificate (issuer_key, serial)
    )`,
    sql`create table identity.challenge (
      id uuid primary key,
      nonce text not null,
      box uuid not null,
      origin text not null,
      service text not null,
      tier text not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )`,
    sql`create index challenge_expires on identity.challenge (expires_at)`,
    sql`create table identity.login_result (
      hash text primary key,
      person uuid not null references identity.person (id),
      household text not null,
      box uuid not null,
      tier text not null,
      expires_at timestamptz not null
    )`,
    sql`create index login_result_expires on identity.login_result (expires_at)`,
    sql`create table identity.login_result_use (
      hash text not null references identity.login_result (hash) on delete cascade,
      service text not null,
      primary key (hash, service)
    )`,
    sql`create table identity.login_audit (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      box text not null,
      service text not null,
      asked_tier text not null,
      allowed boolean not null,
      code text not null,
      pin_used_before boolean not null,
      not_revoked boolean not null,
      real_card boolean not null,
      serial_hash text
    )`,
    sql`create function identity.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit record is append-only' using errcode = 'integrity_constraint_violation';
      end
    $$`,
    sql`create trigger login_audit_append_only before update or delete or truncate on identity.login_audit
      for each statement execute function identity.refuse_change()`,
  ];
  for (const statement of statements) await statement.execute(database);
}

async function down(database: Kysely<unknown>): Promise<void> {
  const tables = [
    'login_audit',
    'login_result_use',
    'login_result',
    'challenge',
    'surface_key',
    'certificate',
    'household_member',
    'person',
  ];
  for (const table of tables) await sql`drop table identity.${sql.id(table)}`.execute(database);
  await sql`drop function identity.refuse_change()`.execute(database);
}

export const personsLoginsAudit: Migration = { up, down };
