import type { FastifyRequest } from 'fastify';
import type { OfficialRole } from '../protocol/console-login.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { type Account, accountsOf, keepAccounts } from './login/accounts.ts';
import { callingAccount } from './login/sessions.ts';

export interface Official {
  municipality: string;
  id: string;
  name: string;
  role: OfficialRole;
}

const prefix = 'town:';
/** Realm of a town's officials. */
export const realmOfTown = (municipality: string): string => `${prefix}${municipality}`;

const officialOf = ({ realm, id, name, role }: Account): Official => ({
  municipality: realm.slice(prefix.length),
  id,
  name,
  role: role as OfficialRole,
});

/**
 * Adds officials who may use the demo login; they exist only in the demo (D18).
 * @throws Error outside the demo
 */
export async function seedOfficials(context: PlatformContext, officials: readonly Official[]): Promise<void> {
  if (!context.configuration.demo) throw new Error('Officials without a real login exist only in the demo.');
  await keepAccounts(
    context,
    officials.map(({ municipality, ...official }) => ({ realm: realmOfTown(municipality), ...official })),
  );
}

/** Officials of one town. */
export async function officialsOf(context: PlatformContext, municipality: string): Promise<Official[]> {
  return (await accountsOf(context, realmOfTown(municipality))).map(officialOf);
}

/**
 * The official who asks for something of this town; with a role, one who may do this: an approver may do all that a writer
 * may.
 * @throws PlatformError 401 `official.session`, 403 `official.role`
 */
export async function callingOfficial(
  context: PlatformContext,
  request: FastifyRequest,
  municipality: string,
  role: OfficialRole = 'viewer',
): Promise<Official> {
  const official = officialOf(await callingAccount(context, request, realmOfTown(municipality)));
  const ranks: readonly OfficialRole[] = ['viewer', 'writer', 'approver'];
  if (ranks.indexOf(official.role) < ranks.indexOf(role)) throw new PlatformError(403, 'official.role');
  return official;
}
