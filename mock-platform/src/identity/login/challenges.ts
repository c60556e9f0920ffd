import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type * as z from 'zod/mini';
import { Batches, perDatabase } from '../../database/batches.ts';
import type { ChallengeRequest, Challenge as ChallengeSchema } from '../../protocol/identity.ts';
import type { IdentityTables } from '../tables.ts';
import type { LoginFacts } from './judge.ts';

type Tables = Kysely<IdentityTables>;
/** What a statement says about the challenge that it answers. */
export interface AnsweredChallenge {
  challenge: string;
  nonce: string;
  box: string;
  origin: string;
  service: string;
  tier: string;
}

export const challengeSeconds = 300;
const NONCE_BYTES = 32;

type NewChallenge = Omit<IdentityTables['identity.challenge'], 'used_at'>;

/** Rows travel as one JSON value: the statement is the same for any number of them. */
const made = perDatabase(
  (tables: Tables) =>
    new Batches(async (rows: readonly NewChallenge[]) => {
      await sql`insert into identity.challenge (id, nonce, box, origin, service, tier, expires_at)
        select id, nonce, box, origin, service, tier, expires_at
        from jsonb_populate_recordset(null::identity.challenge, ${JSON.stringify(rows)}::jsonb)`.execute(
        tables,
      );
      return [];
    }),
);

/** Makes a challenge for one login at one box; it lives five minutes. */
export async function makeChallenge(
  tables: Tables,
  box: string,
  { service, tier, origin }: ChallengeRequest,
  now: Date,
): Promise<z.infer<typeof ChallengeSchema>> {
  const id = randomUUID();
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + challengeSeconds * 1000);
  await made(tables).ask({ id, nonce, box, origin, service, tier, expires_at: expiresAt });
  return { id, nonce, expiresAt: expiresAt.toISOString() };
}

type UsedChallenge = Pick<
  IdentityTables['identity.challenge'],
  'id' | 'nonce' | 'origin' | 'service' | 'tier' | 'expires_at'
>;

/** The challenge, if nobody has used it up; a batch may hold the same one twice, the first then gets it. */
const use = perDatabase(
  (tables: Tables) =>
    new Batches(async (uses: readonly { id: string; box: string; now: Date }[]) => {
      // In the order of their ids: two processes that take the same rows take them in the same order.
      const { rows } = await sql<UsedChallenge>`
        with asked as (
          select id, box, now from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
            as one (id uuid, box uuid, now timestamptz)),
        locked as (
          select challenge.id, asked.now from identity.challenge as challenge
          join asked on asked.id = challenge.id and asked.box = challenge.box
          where challenge.used_at is null order by challenge.id for update of challenge)
        update identity.challenge as challenge set used_at = locked.now from locked
        where challenge.id = locked.id and challenge.used_at is null
        returning challenge.id, nonce, origin, service, tier, expires_at`.execute(tables);
      const unused = new Map(rows.map((row) => [row.id, row]));
      return uses.map(({ id }) => {
        const found = unused.get(id.toLowerCase());
        unused.delete(id.toLowerCase());
        return found;
      });
    }),
);

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
  statement: AnsweredChallenge,
  now: Date,
): Promise<LoginFacts['challenge']> {
  const used = await use(tables).ask({ id: statement.challenge, box, now });
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
