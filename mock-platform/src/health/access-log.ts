import type { Kysely } from 'kysely';
import { perDatabase } from '../database/batches.ts';
import type { HealthAccess } from '../protocol/health.ts';
import type { HealthTables } from './tables.ts';

type Entry = Omit<HealthAccess, 'at'> & { subject: string; at: Date };

const remembered = 20_000;
const seen = perDatabase((_tables: Kysely<HealthTables>) => new Set<string>());

/**
 * Notes who saw or wrote what. Of one token's reads of one kind the first is noted: a visit is one line, not fifty.
 * @param visit what the reads of one visit have in common; left out, every one is noted
 */
export async function noteAccess(tables: Kysely<HealthTables>, entry: Entry, visit?: string): Promise<void> {
  const key = visit && [visit, entry.subject, entry.actor, entry.kind, entry.action].join('|');
  const known = seen(tables);
  if (key && known.has(key)) return;
  await tables.insertInto('health.access').values(entry).execute();
  const [oldest] = known.size >= remembered ? known : [];
  if (oldest !== undefined) known.delete(oldest);
  if (key) known.add(key);
}

const shown = 50;

/** The last accesses to a person's records, newest first. */
export async function accessesOf(tables: Kysely<HealthTables>, subject: string): Promise<HealthAccess[]> {
  const rows = await tables
    .selectFrom('health.access')
    .select(['at', 'actor', 'action', 'kind'])
    .where('subject', '=', subject)
    .orderBy('id', 'desc')
    .limit(shown)
    .execute();
  return rows.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() }));
}
