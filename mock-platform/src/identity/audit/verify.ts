import type { Kysely } from 'kysely';
import type { IdentityTables } from '../tables.ts';
import { genesis, hashOfEntry } from './chain.ts';

type Tables = Kysely<IdentityTables>;
export type StoredEntry = IdentityTables['identity.audit'];

/** Part of the record: entries from `from` on, before `to`. */
export interface Period {
  from?: Date | undefined;
  to?: Date | undefined;
}

export interface ChainReport {
  count: number;
  /** Number and hash of the last entry; hash of nothing when there is none. */
  head: { seq: number; hash: string };
  /** The first entry that is not as it was written. */
  broken?: { seq: number; why: 'changed' | 'missing' };
  /** Whether the head that somebody noted earlier is still there; only when it was asked. */
  notedFound?: boolean;
}

const pageSize = 2000;

/** Numbers of the first and last entry of a period; between them all count, whatever their clock said. */
async function range(tables: Tables, { from, to }: Period): Promise<{ first: number; last: number }> {
  let query = tables
    .selectFrom('identity.audit')
    .select((of) => [of.fn.min('seq').as('first'), of.fn.max('seq').as('last')]);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  const { first, last } = await query.executeTakeFirstOrThrow();
  return { first: Number(first ?? 1), last: Number(last ?? 0) };
}

/** The entries of a period in their order, read in pages. */
export async function* entriesOf(tables: Tables, period: Period): AsyncGenerator<StoredEntry> {
  const { first, last } = await range(tables, period);
  for (let after = first - 1; after < last; ) {
    const page = await tables
      .selectFrom('identity.audit')
      .selectAll()
      .where('seq', '>', after)
      .where('seq', '<=', last)
      .orderBy('seq')
      .limit(pageSize)
      .execute();
    yield* page;
    after = page.at(-1)?.seq ?? last;
  }
}

async function hashBefore(tables: Tables, seq: number): Promise<string | undefined> {
  if (seq <= 1) return genesis;
  const row = await tables
    .selectFrom('identity.audit')
    .select('hash')
    .where('seq', '=', seq - 1)
    .executeTakeFirst();
  return row?.hash;
}

/**
 * Proves the chain over a period; it begins with the hash that stands before it. A chain that was cut off at its end is
 * whole in itself: give the hash of an earlier head as `noted` to find out.
 */
export async function verifyChain(tables: Tables, period: Period = {}, noted?: string): Promise<ChainReport> {
  const { first } = await range(tables, period);
  let previous = await hashBefore(tables, first);
  let expected = first;
  let count = 0;
  let notedFound = noted === previous;
  const report = (broken?: ChainReport['broken']): ChainReport => ({
    count,
    head: { seq: expected - 1, hash: previous ?? genesis },
    ...(broken ? { broken } : {}),
    ...(noted === undefined ? {} : { notedFound }),
  });
  if (previous === undefined) return report({ seq: first - 1, why: 'missing' });
  for await (const entry of entriesOf(tables, period)) {
    if (entry.seq !== expected) return report({ seq: expected, why: 'missing' });
    if (hashOfEntry(previous, entry) !== entry.hash) return report({ seq: entry.seq, why: 'changed' });
    previous = entry.hash;
    expected += 1;
    count += 1;
    if (entry.hash === noted) notedFound = true;
  }
  return report();
}
