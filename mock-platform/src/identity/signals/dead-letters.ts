import type { Kysely } from 'kysely';
import type { DeadLetter } from '../../protocol/relying-parties.ts';
import type { IdentityTables } from '../tables.ts';

/** Notices and logouts that were given up, oldest first, at most 200. */
export async function deadLettersOf(
  tables: Kysely<IdentityTables>,
  relyingParty: string,
): Promise<DeadLetter[]> {
  const rows = await tables
    .selectFrom('identity.delivery')
    .select(['id', 'event', 'at', 'attempts', 'error'])
    .where('relying_party', '=', relyingParty)
    .where('state', '=', 'dead')
    .orderBy('at')
    .limit(200)
    .execute();
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

/** Sends them again, with fresh patience. */
export async function tryDeadLettersAgain(
  tables: Kysely<IdentityTables>,
  relyingParty: string,
  now: Date,
): Promise<void> {
  await tables
    .updateTable('identity.delivery')
    .set({ state: 'waiting', attempts: 0, next_at: now, error: null, done_at: null })
    .where('relying_party', '=', relyingParty)
    .where('state', '=', 'dead')
    .execute();
}
