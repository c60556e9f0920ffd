import { createHash, randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { sealSecret } from './code-secret.ts';
import type { LoginTables } from './tables.ts';

/** Somebody who may sign in at a console; `realm` says at which: `town:990019`, `operator:hiyori-cable`. */
export interface Account {
  realm: string;
  /** Short name, typed at the login and written into records. */
  id: string;
  name: string;
  role: string;
}

type Store = Pick<PlatformContext, 'tables' | 'clock' | 'keys'>;

const invitationHours = 24;
const codeSecretBytes = 20;

/** A secret's name in the database. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Adds accounts; those that are there already get the new name and role. */
export async function keepAccounts(context: Store, accounts: readonly Account[]): Promise<void> {
  for (const { realm, id, name, role } of accounts) {
    await context
      .tables<LoginTables>()
      .insertInto('console.account')
      .values({ realm, id, name, role })
      .onConflict((on) => on.columns(['realm', 'id']).doUpdateSet({ name, role }))
      .execute();
  }
}

/** Ends an account with its sessions and everything that it signs in with; false when there was none. */
export async function endAccount(context: Store, realm: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await context
    .tables<LoginTables>()
    .deleteFrom('console.account')
    .where('realm', '=', realm)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

export function accountsOf(context: Store, realm: string): Promise<Account[]> {
  return context
    .tables<LoginTables>()
    .selectFrom('console.account')
    .selectAll()
    .where('realm', '=', realm)
    .orderBy('id')
    .execute();
}

export function findAccount(context: Store, realm: string, id: string): Promise<Account | undefined> {
  return context
    .tables<LoginTables>()
    .selectFrom('console.account')
    .selectAll()
    .where('realm', '=', realm)
    .where('id', '=', id)
    .executeTakeFirst();
}

/**
 * An administrator's one-time invitation to register a passkey or a password; earlier ones of the account end.
 * @returns the secret for the link, valid for 24 hours
 * @throws PlatformError 403 `official.unknown`
 */
export async function invite(context: Store, realm: string, id: string): Promise<string> {
  if ((await findAccount(context, realm, id)) === undefined) throw new PlatformError(403, 'official.unknown');
  const tables = context.tables<LoginTables>();
  const token = randomBytes(32).toString('base64url');
  const secret = new Secret({ size: codeSecretBytes }).base32;
  await tables
    .deleteFrom('console.invitation')
    .where('realm', '=', realm)
    .where('account', '=', id)
    .execute();
  await tables
    .insertInto('console.invitation')
    .values({
      token_hash: hashOf(token),
      realm,
      account: id,
      code_secret: sealSecret(context, secret),
      expires_at: new Date(context.clock().getTime() + invitationHours * 3600_000),
    })
    .execute();
  return token;
}

/** What an open invitation says. @throws PlatformError 403 `sign-in.invitation` when it is unknown, used or out of date */
export async function openInvitation(
  context: Store,
  realm: string,
  token: string,
): Promise<{ account: Account; sealedSecret: string; expiresAt: Date }> {
  const found = await context
    .tables<LoginTables>()
    .selectFrom('console.invitation as invitation')
    .innerJoin('console.account as account', (join) =>
      join.onRef('account.realm', '=', 'invitation.realm').onRef('account.id', '=', 'invitation.account'),
    )
    .selectAll('account')
    .select(['invitation.code_secret', 'invitation.expires_at'])
    .where('invitation.token_hash', '=', hashOf(token))
    .where('invitation.realm', '=', realm)
    .where('invitation.expires_at', '>', context.clock())
    .executeTakeFirst();
  if (found === undefined) throw new PlatformError(403, 'sign-in.invitation');
  const { code_secret, expires_at, ...account } = found;
  return { account, sealedSecret: code_secret, expiresAt: expires_at };
}

/** Uses an invitation up; only the first of several at once goes on. @throws PlatformError 403 `sign-in.invitation` */
export async function useInvitation(context: Store, token: string): Promise<void> {
  const { numDeletedRows } = await context
    .tables<LoginTables>()
    .deleteFrom('console.invitation')
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new PlatformError(403, 'sign-in.invitation');
}
