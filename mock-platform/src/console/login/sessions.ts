import { randomBytes } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { type Account, hashOf } from './accounts.ts';
import type { LoginTables } from './tables.ts';

export const sessionCookie = 'chanoma-console';
const sessionHours = 12;
/** How exactly the time of the last request is kept, and for how long somebody counts as being there. */
const seenMilliseconds = 20_000;
const presentMilliseconds = 90_000;

/** The cookie belongs to one console's pages (`path`), so that two towns can be open side by side. */
export function cookieOptions(context: PlatformContext, path: string): CookieSerializeOptions {
  return {
    path,
    httpOnly: true,
    sameSite: 'strict',
    secure: context.configuration.publicUrl.startsWith('https:'),
    maxAge: sessionHours * 3600,
  };
}

/** Opens a session and returns the cookie's value. */
export async function openSession(context: PlatformContext, { realm, id }: Account): Promise<string> {
  const tables = context.tables<LoginTables>();
  const now = context.clock();
  const token = randomBytes(32).toString('base64url');
  await tables.deleteFrom('console.session').where('expires_at', '<=', now).execute();
  await tables
    .insertInto('console.session')
    .values({
      token_hash: hashOf(token),
      realm,
      account: id,
      expires_at: new Date(now.getTime() + sessionHours * 3600_000),
      seen_at: now,
    })
    .execute();
  return token;
}

/**
 * Every value sent under the cookie's name. Cookies know no ports: whoever serves a page at another port of this host can
 * add one, even before ours.
 */
function tokensOf(request: FastifyRequest): string[] {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
  return cookies.flatMap(([name, value]) => (name === sessionCookie && value ? [value] : []));
}

/**
 * Who asks for something of this realm.
 * @throws PlatformError 401 `official.session` without a valid session of this very realm, or with two: nobody's page may
 * put somebody into another's session
 */
export async function callingAccount(
  context: PlatformContext,
  request: FastifyRequest,
  realm: string,
): Promise<Account> {
  const hashes = tokensOf(request).map(hashOf);
  const now = context.clock();
  const tables = context.tables<LoginTables>();
  const found =
    hashes.length === 0
      ? []
      : await tables
          .selectFrom('console.session as session')
          .innerJoin('console.account as account', (join) =>
            join.onRef('account.realm', '=', 'session.realm').onRef('account.id', '=', 'session.account'),
          )
          .selectAll('account')
          .select(['session.token_hash', 'session.seen_at'])
          .where('session.token_hash', 'in', hashes)
          .where('session.realm', '=', realm)
          .where('session.expires_at', '>', now)
          .execute();
  const [session, second] = found;
  if (session === undefined || second !== undefined) throw new PlatformError(401, 'official.session');
  const { token_hash, seen_at, ...account } = session;
  if (now.getTime() - seen_at.getTime() > seenMilliseconds) {
    await tables
      .updateTable('console.session')
      .set({ seen_at: now })
      .where('token_hash', '=', token_hash)
      .execute();
  }
  return account;
}

/** Ends the sessions whose cookies came with a request. */
export async function endSession(
  context: PlatformContext,
  request: FastifyRequest,
  realm: string,
): Promise<void> {
  const hashes = tokensOf(request).map(hashOf);
  if (hashes.length === 0) return;
  await context
    .tables<LoginTables>()
    .deleteFrom('console.session')
    .where('token_hash', 'in', hashes)
    .where('realm', '=', realm)
    .execute();
}

/** Short names of those whose page is open now (在席). */
export async function presentAccounts(context: PlatformContext, realm: string): Promise<Set<string>> {
  const since = new Date(context.clock().getTime() - presentMilliseconds);
  const rows = await context
    .tables<LoginTables>()
    .selectFrom('console.session')
    .select('account')
    .distinct()
    .where('realm', '=', realm)
    .where('seen_at', '>', since)
    .where('expires_at', '>', context.clock())
    .execute();
  return new Set(rows.map(({ account }) => account));
}
