import type { FastifyRequest } from 'fastify';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { noteAccess } from './access-log.ts';
import { proxyGrant } from './proxies.ts';
import {
  grantsFor,
  parseScopes,
  type Right,
  type Scope,
  type ScopeFilter,
  televisionScopes,
} from './scopes.ts';
import type { HealthTables } from './tables.ts';

/** Whose records a request may open, how far, and in whose name. */
export interface Reader {
  subject: string;
  scopes: readonly Scope[];
  /** `self`, or the name of the proxy. */
  actor: string;
  /** What the requests of one visit have in common. */
  visit: string;
}

/**
 * Who calls: the person of the token, or with a permission in force the person whom she stands for.
 * @param grant id of the permission, from the path
 */
export async function callingReader(
  context: PlatformContext,
  request: FastifyRequest,
  grant?: string,
): Promise<Reader> {
  const caller = await context.callers.person(request, 'health');
  const scopes = parseScopes(caller.scope || televisionScopes);
  const visit = caller.jti ?? caller.sub;
  if (grant === undefined) return { subject: caller.sub, scopes, actor: 'self', visit };
  const found = await proxyGrant(context.tables<HealthTables>(), grant, caller.sub, context.clock());
  // Never more than the permission, whatever the token says.
  return { subject: found.subject, scopes: parseScopes(found.scope), actor: found.name, visit };
}

/**
 * Filters under which the reader may do this with records of a kind, noted for the owner of the records.
 * @throws PlatformError 403 `token.scope`
 */
export async function permitted(
  context: PlatformContext,
  { subject, scopes, actor, visit }: Reader,
  type: string,
  right: Right,
): Promise<ScopeFilter[]> {
  const filters = grantsFor(scopes, type, right);
  if (filters.length === 0) throw new PlatformError(403, 'token.scope');
  const action = right === 'r' || right === 's' ? 'read' : 'written';
  await noteAccess(
    context.tables<HealthTables>(),
    { subject, at: context.clock(), actor, action, kind: type },
    action === 'read' ? visit : undefined,
  );
  return filters;
}
