import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ServiceName, Tier } from '../../protocol/basics.ts';
import type { PlatformContext } from '../../server/context.ts';
import { openedBy } from '../policy.ts';
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
  /** Services that the result opens. */
  services: readonly ServiceName[];
  /** Nobody could say whether the card was revoked. */
  unconfirmed: boolean;
  /** Until when tokens of a PIN's tier may live (D4). */
  pinUntil: Date | undefined;
}

/** A result that is about to be stored: the token for the box, and the row that only knows its hash. */
export interface MadeResult {
  token: string;
  expiresAt: Date;
  services: readonly ServiceName[];
  pinUntil: Date | undefined;
  row: IdentityTables['identity.login_result'];
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Makes a login's result; it lives a minute and opens what tier, policy and the person's own agreement allow. */
export function newResult(
  { clock, configuration }: Pick<PlatformContext, 'clock' | 'configuration'>,
  login: Omit<LoginResult, 'services'> & { agreed: readonly ServiceName[] },
): MadeResult {
  const { person, household, box, tier, agreed, unconfirmed, pinUntil } = login;
  const token = randomBytes(RESULT_BYTES).toString('base64url');
  const expiresAt = new Date(clock().getTime() + resultSeconds * 1000);
  const services = openedBy(configuration.profile, tier, agreed, unconfirmed);
  const row = {
    hash: hashOf(token),
    person,
    household,
    box,
    tier,
    scope: services.join(' '),
    pin_until: pinUntil ?? null,
    unconfirmed,
    expires_at: expiresAt,
  };
  return { token, expiresAt, services, pinUntil, row };
}

/** The result behind a token, if it is this box's and has not expired. */
export async function findResult(
  tables: Tables,
  token: string,
  box: string,
  now: Date,
): Promise<LoginResult | undefined> {
  const found = await tables
    .selectFrom('identity.login_result')
    .select(['person', 'household', 'box', 'tier', 'scope', 'pin_until', 'unconfirmed'])
    .where('hash', '=', hashOf(token))
    .where('box', '=', box)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!found) return undefined;
  const { scope, pin_until, ...login } = found;
  return { ...login, services: scope.split(' ') as ServiceName[], pinUntil: pin_until ?? undefined };
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
