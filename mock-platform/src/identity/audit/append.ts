import { type Kysely, sql } from 'kysely';
import type { IdentityTables } from '../tables.ts';
import { genesis, hashOfEntry } from './chain.ts';

type Tables = Kysely<IdentityTables>;

/** What happened, not yet in the chain. */
export interface AuditFact {
  at: Date;
  kind: string;
  record: Record<string, unknown>;
}

/** Names the chain among PostgreSQL's advisory locks: several platform processes append to one chain. */
const chainLock = sql`select pg_advisory_xact_lock(7210, 1)`;

/**
 * Appends entries to the chain within the caller's transaction: they are durable when it commits, and gone when it does
 * not. The chain stays locked until then, so this comes last, after every lock on a person.
 */
export async function appendWithin(transaction: Tables, facts: readonly AuditFact[]): Promise<void> {
  await chainLock.execute(transaction);
  const head = await transaction
    .selectFrom('identity.audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  let { seq, hash } = head ?? { seq: 0, hash: genesis };
  const entries = facts.map(({ at, kind, record }) => {
    seq += 1;
    const entry = { seq, at, kind, record: JSON.stringify(record) };
    hash = hashOfEntry(hash, entry);
    return { ...entry, hash };
  });
  await sql`insert into identity.audit (seq, at, kind, record, hash)
    select seq, at, kind, record, hash
    from jsonb_populate_recordset(null::identity.audit, ${JSON.stringify(entries)}::jsonb)`.execute(
    transaction,
  );
}
