import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';
import type {
  ChallengeRequest,
  Challenge as ChallengeSchema,
  LoginStatement,
} from '../../protocol/identity.ts';
import type { IdentityTables } from '../tables.ts';
import type { LoginFacts } from './judge.ts';

type Tables = Kysely<IdentityTables>;
type Statement = z.infer<typeof LoginStatement>;

export const challengeSeconds = 300;
const NONCE_BYTES = 32;

/** Makes a challenge for one login at one box; it lives five minutes. Forgets those that nobody can use any more. */
export async function makeChallenge(
  tables: Tables,
  box: string,
  { service, tier, origin }: ChallengeRequest,
  now: Date,
): Promise<z.infer<typeof ChallengeSchema>> {
  const id = randomUUID();
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + challengeSeconds * 1000);
  const forgetBefore = new Date(now.getTime() - challengeSeconds * 1000);
  await tables.deleteFrom('identity.challenge').where('expires_at', '<', forgetBefore).execute();
  await tables
    .insertInto('identity.challenge')
    .values({ id, nonce, box, origin, service, tier, expires_at: expiresAt, used_at: null })
    .execute();
  return { id, nonce, expiresAt: expiresAt.toISOString() };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Uses a challenge up and says whether the statement fits it. Of several uses at once exactly one finds it unused.
 * Another box cannot use it up.
 */
export async function useChallenge(
  tables: Tables,
  box: string,
  statement: Statement,
  now: Date,
): Promise<LoginFacts['challenge']> {
  const used = await tables
    .updateTable('identity.challenge')
    .set({ used_at: now })
    .where('id', '=', statement.challenge)
    .where('box', '=', box)
    .where('used_at', 'is', null)
    .returning(['nonce', 'origin', 'service', 'tier', 'expires_at'])
    .executeTakeFirst();
  if (!used) {
    const found = await tables
      .selectFrom('identity.challenge')
      .select('box')
      .where('id', '=', statement.challenge)
      .executeTakeFirst();
    if (!found) return 'unknown';
    return found.box === box ? 'used' : 'mismatch';
  }
  if (used.expires_at <= now) return 'expired';
  const fits =
    statement.box === box &&
    same(statement.nonce, used.nonce) &&
    statement.origin === used.origin &&
    statement.service === used.service &&
    statement.tier === used.tier;
  return fits ? 'good' : 'mismatch';
}
