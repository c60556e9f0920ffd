import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ServiceName, Tier } from '../../protocol/basics.ts';
import type { IdentityTables } from '../tables.ts';

type Tables = Kysely<IdentityTables>;

export const resultSeconds = 60;
const RESULT_BYTES = 32;

/** Who logged in, where and how strongly. */
export interface LoginResult {
  person: string;
  household: string;
  box: string;
  tier: Tier;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Keeps a login's result for a minute; only a hash of the token is stored. */
export async function makeResult(
  tables: Tables,
  result: LoginResult,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(RESULT_BYTES).toString('base64url');
  const expiresAt = new Date(now.getTime() + resultSeconds * 1000);
  await tables.deleteFrom('identity.login_result').where('expires_at', '<', now).execute();
  await tables
    .insertInto('identity.login_result')
    .values({ hash: hashOf(token), ...result, expires_at: expiresAt })
    .execute();
  return { token, expiresAt };
}

/** The result behind a token, if it is this box's and has not expired. */
export async function findResult(
  tables: Tables,
  token: string,
  box: string,
  now: Date,
): Promise<LoginResult | undefined> {
  return tables
    .selectFrom('identity.login_result')
    .select(['person', 'household', 'box', 'tier'])
    .where('hash', '=', hashOf(token))
    .where('box', '=', box)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Marks a result as exchanged for a service; false when it already was. Of several at once exactly one succeeds. */
export async function useResult(tables: Tables, token: string, service: ServiceName): Promise<boolean> {
  const used = await tables
    .insertInto('identity.login_result_use')
    .values({ hash: hashOf(token), service })
    .onConflict((conflict) => conflict.doNothing())
    .returning('service')
    .executeTakeFirst();
  return used !== undefined;
}
