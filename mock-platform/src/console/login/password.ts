import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { Account } from './accounts.ts';
import { openSecret } from './code-secret.ts';
import type { LoginTables } from './tables.ts';

type Store = Pick<PlatformContext, 'tables' | 'clock' | 'keys'>;

/** 32 MiB and some 100 ms a guess (OWASP's parameters for scrypt with this much memory). */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };
const hashBytes = 32;
const saltBytes = 16;
const stepSeconds = 30;
/** Clocks of phones are off by half a minute at times: one step before and after counts. */
const driftSteps = 1;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, cost, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });

const codes = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Chanoma', label, secret: Secret.fromBase32(secret), period: stepSeconds });

/** The `otpauth:` address for an authenticator app. */
export const codeAddress = (context: Store, { id }: Account, sealedSecret: string): string =>
  codes(openSecret(context, sealedSecret), id).toString();

/** The time step whose code this is, or undefined: none within the drift. */
function stepOf(context: Store, sealedSecret: string, code: string): number | undefined {
  const now = context.clock().getTime();
  const delta = codes(openSecret(context, sealedSecret), '').validate({
    token: code,
    timestamp: now,
    window: driftSteps,
  });
  return delta === null ? undefined : Math.floor(now / 1000 / stepSeconds) + delta;
}

/**
 * Gives an account a password together with its one-time codes; the first code proves that the app has the secret.
 * @throws PlatformError 403 `sign-in.refused` for a wrong code
 */
export async function keepPassword(
  context: Store,
  { realm, id }: Account,
  sealedSecret: string,
  password: string,
  code: string,
): Promise<void> {
  const step = stepOf(context, sealedSecret, code);
  if (step === undefined) throw new PlatformError(403, 'sign-in.refused');
  const salt = randomBytes(saltBytes);
  const hash = `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`;
  const written = { hash, code_secret: sealedSecret, last_step: step };
  await context
    .tables<LoginTables>()
    .insertInto('console.password')
    .values({ realm, account: id, ...written })
    .onConflict((on) => on.columns(['realm', 'account']).doUpdateSet(written))
    .execute();
}

/**
 * Whether password and one-time code are good; a code counts once. An unknown name takes as long as a wrong password.
 */
export async function passwordIsGood(
  context: Store,
  realm: string,
  id: string,
  password: string,
  code: string,
): Promise<boolean> {
  const tables = context.tables<LoginTables>();
  const stored = await tables
    .selectFrom('console.password')
    .selectAll()
    .where('realm', '=', realm)
    .where('account', '=', id)
    .executeTakeFirst();
  const [salt = '', hash = ''] = stored?.hash.split('.') ?? [];
  const known = stored === undefined ? Buffer.alloc(hashBytes) : Buffer.from(hash, 'base64url');
  const same = timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url')), known);
  const step = stored && stepOf(context, stored.code_secret, code);
  if (!same || step === undefined) return false;
  // Of two at once with the same code, the second finds it used.
  const { numUpdatedRows } = await tables
    .updateTable('console.password')
    .set({ last_step: step })
    .where('realm', '=', realm)
    .where('account', '=', id)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
