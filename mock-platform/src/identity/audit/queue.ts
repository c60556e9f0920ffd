import { type Kysely, sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';
import { type AuditFact, appendWithin } from './append.ts';

type ResultRow = IdentityTables['identity.login_result'];

interface Waiting {
  fact: AuditFact;
  result: ResultRow | undefined;
  done(): void;
  failed(error: unknown): void;
}

/** Largest number of entries in one transaction. */
const mostAtOnce = 500;

/**
 * Group commit: while one batch is being written, those that come wait, and the next batch takes them all. Many logins
 * cost one commit, and none is answered before its entry is durable.
 */
export class AuditQueue {
  private readonly waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly tables: Kysely<IdentityTables>) {}

  /** Entries that wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Resolves when the entry, and the login result that goes with it, are durable. Rejects when they are not. */
  append(fact: AuditFact, result?: ResultRow): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ fact, result, done, failed });
      if (!this.writing) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.writing = true;
    // What comes in this turn of the event loop goes with the first batch.
    await new Promise((next) => setImmediate(next));
    while (this.waiting.length > 0) {
      await this.writeBatch(this.waiting.splice(0, mostAtOnce));
    }
    this.writing = false;
  }

  /** An entry that cannot be written fails alone, not those that came with it. */
  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.commit(batch);
      for (const { done } of batch) done();
    } catch (error) {
      if (batch.length > 1) for (const one of batch) await this.writeBatch([one]);
      else batch[0]?.failed(error);
    }
  }

  private commit(batch: readonly Waiting[]): Promise<void> {
    const results = batch.flatMap(({ result }) => (result ? [result] : []));
    return this.tables.transaction().execute(async (transaction) => {
      if (results.length > 0) await insertResults(transaction, results);
      await appendWithin(
        transaction,
        batch.map(({ fact }) => fact),
      );
    });
  }
}

/** One JSON value: the statement is the same for any number of rows. */
const insertResults = (tables: Kysely<IdentityTables>, results: readonly ResultRow[]) =>
  sql`insert into identity.login_result (hash, person, household, box, tier, scope, pin_until, unconfirmed,
      expires_at)
    select hash, person, household, box, tier, scope, pin_until, unconfirmed, expires_at
    from jsonb_populate_recordset(null::identity.login_result, ${JSON.stringify(results)}::jsonb)`.execute(
    tables,
  );

const queues = new WeakMap<object, AuditQueue>();

/** The queue of one running platform. */
export function auditQueue(context: Pick<PlatformContext, 'tables'>): AuditQueue {
  const found = queues.get(context) ?? new AuditQueue(context.tables<IdentityTables>());
  queues.set(context, found);
  return found;
}
