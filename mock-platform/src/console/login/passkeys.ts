import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { PlatformContext } from '../../server/context.ts';
import { cameFromLocalNetwork } from '../../server/local-network/door.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { type Account, findAccount } from './accounts.ts';
import type { LoginTables } from './tables.ts';

type Store = Pick<PlatformContext, 'tables' | 'clock' | 'keys'>;
type Purpose = 'login' | 'register';

const ceremonyMilliseconds = 5 * 60_000;
const userVerification = 'required';

/**
 * Host name that passkeys are bound to (relying party id) on the way that a request took: the public address's, or the
 * local network's. Undefined where that is a bare number: browsers allow no passkeys there.
 */
export function passkeyHost(
  { configuration }: Pick<PlatformContext, 'configuration'>,
  request: Pick<FastifyRequest, 'raw'>,
): string | undefined {
  const { publicUrl, localNetwork } = configuration;
  const here = cameFromLocalNetwork(request.raw) && localNetwork ? localNetwork.url : publicUrl;
  const { hostname } = new URL(here);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : undefined;
}

/** Where a passkey is used; `origin` is the request's, already known as one of our own. */
export interface PasskeyPlace {
  host: string;
  origin: string;
}

const refused = (): PlatformError => new PlatformError(403, 'sign-in.refused');

/** Remembers a challenge that may be answered once, within five minutes. */
async function remember(context: Store, realm: string, purpose: Purpose, challenge: string): Promise<void> {
  const tables = context.tables<LoginTables>();
  const now = context.clock();
  await tables.deleteFrom('console.ceremony').where('expires_at', '<=', now).execute();
  await tables
    .insertInto('console.ceremony')
    .values({ challenge, realm, purpose, expires_at: new Date(now.getTime() + ceremonyMilliseconds) })
    .execute();
}

/** Takes a challenge out: answered twice, the second is refused. */
const take =
  (context: Store, realm: string, purpose: Purpose) =>
  async (challenge: string): Promise<boolean> => {
    const { numDeletedRows } = await context
      .tables<LoginTables>()
      .deleteFrom('console.ceremony')
      .where('challenge', '=', challenge)
      .where('realm', '=', realm)
      .where('purpose', '=', purpose)
      .where('expires_at', '>', context.clock())
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  };

/** What the browser is asked at a login; nobody has said yet who they are. */
export async function loginOptions(context: Store, realm: string, host: string) {
  const options = await generateAuthenticationOptions({ rpID: host, userVerification });
  await remember(context, realm, 'login', options.challenge);
  return options;
}

/** What the browser is asked when an account gets a passkey. */
export async function registrationOptions(context: Store, { realm, id, name }: Account, host: string) {
  const existing = await context
    .tables<LoginTables>()
    .selectFrom('console.passkey')
    .select('credential')
    .where('realm', '=', realm)
    .where('account', '=', id)
    .execute();
  const options = await generateRegistrationOptions({
    rpName: 'Chanoma',
    rpID: host,
    userName: id,
    userDisplayName: name,
    userID: new TextEncoder().encode(`${realm}/${id}`),
    attestationType: 'none',
    excludeCredentials: existing.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification },
  });
  await remember(context, realm, 'register', options.challenge);
  return options;
}

/**
 * Keeps a new passkey of an account.
 * @throws PlatformError 403 `sign-in.refused`
 */
export async function keepPasskey(
  context: Store,
  { realm, id }: Account,
  response: object,
  { host, origin }: PasskeyPlace,
): Promise<void> {
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: take(context, realm, 'register'),
    expectedOrigin: origin,
    expectedRPID: host,
  }).catch(() => undefined);
  if (!verified?.verified) throw refused();
  const { credential } = verified.registrationInfo;
  const { numInsertedOrUpdatedRows } = await context
    .tables<LoginTables>()
    .insertInto('console.passkey')
    .values({
      credential: credential.id,
      realm,
      account: id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: (credential.transports ?? []).join(' '),
      created_at: context.clock(),
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) throw refused();
}

/** Whose passkey signed the challenge. @throws PlatformError 403 `sign-in.refused` */
export async function accountByPasskey(
  context: Store,
  realm: string,
  response: { id: string },
  { host, origin }: PasskeyPlace,
): Promise<Account> {
  const tables = context.tables<LoginTables>();
  const stored = await tables
    .selectFrom('console.passkey')
    .selectAll()
    .where('credential', '=', response.id)
    .where('realm', '=', realm)
    .executeTakeFirst();
  const account = stored && (await findAccount(context, realm, stored.account));
  if (stored === undefined || account === undefined) throw refused();
  const verified = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: take(context, realm, 'login'),
    expectedOrigin: origin,
    expectedRPID: host,
    credential: {
      id: stored.credential,
      publicKey: new Uint8Array(Buffer.from(stored.public_key, 'base64url')),
      counter: Number(stored.counter),
      transports: stored.transports.split(' ').filter(Boolean) as AuthenticatorTransport[],
    },
  }).catch(() => undefined);
  if (!verified?.verified) throw refused();
  await tables
    .updateTable('console.passkey')
    .set({ counter: verified.authenticationInfo.newCounter })
    .where('credential', '=', stored.credential)
    .execute();
  return account;
}
