import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { HealthProxy } from '../protocol/health.ts';
import { PlatformError } from '../server/platform-error.ts';
import { noteAccess } from './access-log.ts';
import { parseScopes } from './scopes.ts';
import type { HealthTables } from './tables.ts';

/** Longest term of a permission to read for somebody; then it is given anew or ends. */
export const mostProxyDays = 366;

export interface ProxyGrant {
  /** Whose records. */
  subject: string;
  /** Who may read them. */
  proxy: string;
  /** As the owner calls her: 「むすめの ゆい」. */
  name: string;
  scope: string;
  from: Date;
  until: Date;
}

/**
 * Lets somebody read another's records, by the hand of staff before whom both agreed.
 * @throws RangeError when the term or the scope is none, or the two are one person
 */
export async function grantProxy(tables: Kysely<HealthTables>, grant: ProxyGrant): Promise<string> {
  const { subject, proxy, name, scope, from, until } = grant;
  const days = (until.getTime() - from.getTime()) / 86_400_000;
  if (!(days > 0 && days <= mostProxyDays)) throw new RangeError(`a term of 1 to ${mostProxyDays} days`);
  if (subject === proxy) throw new RangeError('nobody needs a permission for her own records');
  const words = scope.split(/\s+/);
  const reads = parseScopes(scope).every(({ rights }) =>
    [...rights].every((right) => right === 'r' || right === 's'),
  );
  if (parseScopes(scope).length !== words.length || !reads)
    throw new RangeError('scopes that read, patient/TYPE.rs');
  const id = randomUUID();
  await tables
    .insertInto('health.proxy')
    .values({ id, subject, proxy, name, scope, from_at: from, until_at: until, revoked_at: null })
    .execute();
  await noteAccess(tables, { subject, at: from, actor: name, action: 'written', kind: 'proxy' });
  return id;
}

const inForce = (tables: Kysely<HealthTables>, now: Date) =>
  tables
    .selectFrom('health.proxy')
    .selectAll()
    .where('revoked_at', 'is', null)
    .where('from_at', '<=', now)
    .where('until_at', '>', now);

/** A permission in force of this very proxy. @throws PlatformError 404 `health.proxy-unknown` */
export async function proxyGrant(tables: Kysely<HealthTables>, id: string, proxy: string, now: Date) {
  const found = await inForce(tables, now).where('id', '=', id).where('proxy', '=', proxy).executeTakeFirst();
  if (!found) throw new PlatformError(404, 'health.proxy-unknown');
  return found;
}

/** Who may read a person's records now. */
export async function proxiesOf(
  tables: Kysely<HealthTables>,
  subject: string,
  now: Date,
): Promise<HealthProxy[]> {
  const rows = await inForce(tables, now).where('subject', '=', subject).orderBy('from_at').execute();
  return rows.map(({ id, name, from_at, until_at }) => ({
    id,
    name,
    from: from_at.toISOString(),
    until: until_at.toISOString(),
  }));
}

/** Ends a permission at once, by the owner of the records. @throws PlatformError 404 `health.proxy-unknown` */
export async function revokeProxy(
  tables: Kysely<HealthTables>,
  id: string,
  subject: string,
  now: Date,
): Promise<void> {
  const ended = await tables
    .updateTable('health.proxy')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('subject', '=', subject)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new PlatformError(404, 'health.proxy-unknown');
  await noteAccess(tables, { subject, at: now, actor: 'self', action: 'written', kind: 'proxy' });
}
