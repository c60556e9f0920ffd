import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { relyingPartiesAgreed } from '../consent/consents.ts';
import type { ChangeKind } from '../signals/events.ts';
import { queueSignal } from '../signals/outbox.ts';
import type { IdentityTables } from '../tables.ts';

/** Something about a person's certificates or facts that others may have to hear. */
export interface Change {
  person: string;
  kind: Exclude<ChangeKind, 'session-ended'>;
  /** The same change has the same mark: certificate, or application. */
  mark: string;
  /** With `facts-changed`: which claims, as far as that is known; never their values. */
  detail?: Record<string, unknown>;
  now: Date;
}

/** Mark of a change about one certificate. */
export const certificateMark = (name: { issuerKey: string; serial: string }): string =>
  `${name.issuerKey}/${name.serial}`;

/**
 * Writes a change down, once, and puts a notice into the outbox for every service provider that the person lets know.
 * @returns false when it was known
 */
export async function noteChange(tables: Transaction<IdentityTables>, change: Change): Promise<boolean> {
  const { person, kind, mark, detail = {}, now } = change;
  const noted = await tables
    .insertInto('identity.change')
    .values({ id: randomUUID(), person, kind, mark, detail: JSON.stringify(detail), at: now })
    .onConflict((on) => on.columns(['kind', 'mark']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!noted) return false;
  for (const relyingParty of await relyingPartiesAgreed(tables, person, 'changes')) {
    await queueSignal(tables, { relyingParty, person, kind, detail, now });
  }
  return true;
}
