import { type Kysely, type Migration, sql } from 'kysely';
import { genesis, hashOfEntry } from '../audit/chain.ts';

interface OldEntry {
  at: Date;
  box: string;
  service: string;
  asked_tier: string;
  allowed: boolean;
  code: string;
  pin_used_before: boolean;
  not_revoked: boolean;
  real_card: boolean;
  serial_hash: string | null;
}

/** Entries of the first record become the beginning of the chain; their times and reasons stay as they were. */
async function chainOldEntries(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<OldEntry>`select * from identity.login_audit order by id`.execute(database);
  let previous = genesis;
  for (const [index, row] of rows.entries()) {
    const record = JSON.stringify({
      box: row.box,
      service: row.service,
      askedTier: row.asked_tier,
      allowed: row.allowed,
      code: row.code,
      pinUsedBefore: row.pin_used_before,
      notRevoked: row.not_revoked,
      realCard: row.real_card,
      serial: row.serial_hash,
    });
    const entry = { seq: index + 1, at: row.at, kind: 'login', record };
    previous = hashOfEntry(previous, entry);
    await sql`insert into identity.audit (seq, at, kind, record, hash)
      values (${entry.seq}, ${entry.at}, ${entry.kind}, ${record}, ${previous})`.execute(database);
  }
}

async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create table identity.audit (
    seq bigint primary key,
    at timestamptz not null,
    kind text not null,
    record text not null,
    hash text not null check (hash ~ '^[0-9a-f]{64}$')
  )`.execute(database);
  await sql`create index audit_at on identity.audit (at)`.execute(database);
  await chainOldEntries(database);
  await sql`create trigger audit_append_only before update or delete or truncate on identity.audit
    for each statement execute function identity.refuse_change()`.execute(database);
  await sql`drop table identity.login_audit`.execute(database);
}

/** Gives the logins back; entries of other kinds had no place before. */
async function down(database: Kysely<unknown>): Promise<void> {
  await sql`create table identity.login_audit (
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
  )`.execute(database);
  await sql`insert into identity.login_audit (at, box, service, asked_tier, allowed, code, pin_used_before,
      not_revoked, real_card, serial_hash)
    select at, record::json ->> 'box', record::json ->> 'service', record::json ->> 'askedTier',
      (record::json ->> 'allowed')::boolean, record::json ->> 'code', (record::json ->> 'pinUsedBefore')::boolean,
      (record::json ->> 'notRevoked')::boolean, (record::json ->> 'realCard')::boolean, record::json ->> 'serial'
    from identity.audit where kind = 'login' order by seq`.execute(database);
  await sql`create trigger login_audit_append_only before update or delete or truncate on identity.login_audit
    for each statement execute function identity.refuse_change()`.execute(database);
  await sql`drop table identity.audit`.execute(database);
}

export const auditChain: Migration = { up, down };
