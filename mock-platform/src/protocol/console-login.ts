import * as z from 'zod/mini';
import { Instant } from './basics.ts';

/** What an official may do: `writer` composes, `approver` also releases what another wrote, `viewer` only looks. */
export const OfficialRole = z.enum(['writer', 'approver', 'viewer']);
export type OfficialRole = z.infer<typeof OfficialRole>;

/** Short name of an account, typed at the login. */
export const AccountId = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,39}$/));
const Code = z.string().check(z.regex(/^\d{6}$/));
const Password = z.string().check(z.minLength(12), z.maxLength(200));
const Invitation = z.string().check(z.regex(/^[\w-]{43}$/));
/** WebAuthn's own JSON (Web Authentication Level 3, section 5.1); the library checks what is in it. */
const Credential = z.looseObject({ id: z.string().check(z.maxLength(1400)) });

/** Who has just signed in. */
export const SignedIn = z.object({ id: z.string(), name: z.string(), role: z.string() });
export type SignedIn = z.infer<typeof SignedIn>;

/** `GET …/login`: how one may sign in at this address. */
export const LoginWays = z.object({
  /** Host name of passkeys (relying party id); at another spelling of the address they do not work. Absent: nowhere here. */
  passkeyHost: z.optional(z.string()),
  /** The demo's officials, who sign in without proof; absent outside the demo. */
  demo: z.optional(z.array(SignedIn)),
});
export type LoginWays = z.infer<typeof LoginWays>;

/** What the browser's authenticator is asked: options of WebAuthn as JSON. */
export const PasskeyOptions = z.object({ options: z.looseObject({ challenge: z.string() }) });
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

/** `POST …/login/passkey` */
export const PasskeyLogin = z.strictObject({ response: Credential });

/** `POST …/login/password` */
export const PasswordLogin = z.strictObject({
  id: AccountId,
  password: z.string().check(z.maxLength(200)),
  /** The authenticator app's number (RFC 6238). */
  code: Code,
});

/** `POST …/login/invitation`: opens an administrator's one-time link. */
export const InvitationToken = z.strictObject({ token: Invitation });
export const InvitationOffer = z.object({
  account: SignedIn,
  expiresAt: Instant,
  /** For a passkey; absent where the address allows none. */
  options: z.optional(z.looseObject({ challenge: z.string() })),
  /** For an authenticator app: an `otpauth:` address, also drawn as a QR code. */
  oneTimeCodeAddress: z.string(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;

/** `POST …/login/invitation/passkey` */
export const InvitedPasskey = z.strictObject({ token: Invitation, response: Credential });
/** `POST …/login/invitation/password` */
export const InvitedPassword = z.strictObject({ token: Invitation, password: Password, code: Code });

/** `POST …/session` — demo login of a seeded account (D18). */
export const DemoLogin = z.strictObject({ official: z.string().check(z.maxLength(40)) });
