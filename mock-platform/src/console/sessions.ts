import { createHash, randomBytes } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { ConsoleTables, Official } from './officials.ts';

export const sessionCookie = 'chanoma-console';
const sessionHours = 12;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The cookie belongs to one town's pages, so that two towns can be open side by side. */
export function cookieOptions(context: PlatformContext, municipality: string): CookieSerializeOptions {
  return {
    path: `/console/towns/${municipality}`,
    httpOnly: true,
    sameSite: 'strict',
    secure: context.configuration.publicUrl.startsWith('https:'),
    maxAge: sessionHours * 3600,
  };
}

/** Opens a session for a known official of the town and returns the cookie's value; undefined for anybody else. */
export async function openSession(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<{ token: string; official: Official } | undefined> {
  const tables = context.tables<ConsoleTables>();
  const official = await tables
    .selectFrom('console.official')
    .selectAll()
    .where('municipality', '=', municipality)
    .where('id', '=', id)
    .executeTakeFirst();
  if (official === undefined) return undefined;
  const now = context.clock();
  const token = randomBytes(32).toString('base64url');
  await tables.deleteFrom('console.session').where('expires_at', '<=', now).execute();
  await tables
    .insertInto('console.session')
    .values({
      token_hash: hashOf(token),
      municipality,
      official: id,
      expires_at: new Date(now.getTime() + sessionHours * 3600_000),
    })
    .execute();
  return { token, official };
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
 * The official who asks for something of this town.
 * @throws PlatformError 401 `official.session` without a valid session of this very town, or with two: nobody's page may
 * put an official into another's session
 */
export async function callingOfficial(
  context: PlatformContext,
  request: FastifyRequest,
  municipality: string,
): Promise<Official> {
  const tokens = tokensOf(request);
  const officials =
    tokens.length === 0
      ? []
      : await context
          .tables<ConsoleTables>()
          .selectFrom('console.session as session')
          .innerJoin('console.official as official', (join) =>
            join
              .onRef('official.municipality', '=', 'session.municipality')
              .onRef('official.id', '=', 'session.official'),
          )
          .selectAll('official')
          .where('session.token_hash', 'in', tokens.map(hashOf))
          .where('session.municipality', '=', municipality)
          .where('session.expires_at', '>', context.clock())
          .execute();
  const [official, second] = officials;
  if (official === undefined || second !== undefined) throw new PlatformError(401, 'official.session');
  return official;
}
