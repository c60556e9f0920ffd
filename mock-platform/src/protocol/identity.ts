import * as z from 'zod/mini';
import { Base64Url, Instant, ServiceName, Subject, Tier, Uuid } from './basics.ts';
import { Problem } from './problem.ts';

/** Origin of a web page (RFC 6454). */
const Origin = z.string().check(z.maxLength(200), z.regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+$/));

/** `POST /identity/challenges` (box token). */
export const ChallengeRequest = z.strictObject({
  /** What the person wants to open. */
  service: ServiceName,
  /** Proof that the box means to give: `t1` without PIN, `t2` with the authentication PIN. */
  tier: z.enum(['t1', 't2']),
  /** Origin of the page that asked, as the agent saw it. */
  origin: Origin,
});
export type ChallengeRequest = z.infer<typeof ChallengeRequest>;

export const Challenge = z.object({
  id: Uuid,
  /** 32 random bytes; single use. */
  nonce: Base64Url,
  expiresAt: Instant,
});
export type Challenge = z.infer<typeof Challenge>;

/**
 * What the box swears about one card: payload of a compact JWS signed with the box key
 * (`typ: chanoma-login+jwt`, ES256). Sent as `{statement}` to `POST /identity/logins`.
 */
export const LoginStatement = z.strictObject({
  /** Id of the challenge. */
  challenge: Uuid,
  /** Nonce of the challenge. */
  nonce: Base64Url,
  /** Who swears. */
  box: Uuid,
  origin: Origin,
  service: ServiceName,
  tier: z.enum(['t1', 't2']),
  /** User-authentication certificate, DER. */
  certificate: Base64Url,
  /** Absent when the card is not of this household: the box then has no birth date to open the proof with. */
  proof: z.optional(
    z.discriminatedUnion('kind', [
      z.strictObject({
        /** 券面事項確認AP internal authentication (PKCS#1 v1.5, SHA-256) over `loginMessage()`. */
        kind: z.literal('surface-authentication'),
        signature: Base64Url,
      }),
      z.strictObject({
        /** Signature with the authentication key after its PIN, over `loginMessage()`. */
        kind: z.literal('authentication-key'),
        signature: Base64Url,
      }),
    ]),
  ),
  /** When the card was read, by the box's clock. */
  at: Instant,
});
export type LoginStatement = z.infer<typeof LoginStatement>;

/** `POST /identity/logins` (box token): a `LoginStatement` as compact JWS. */
export const LoginRequest = z.strictObject({ statement: z.string().check(z.maxLength(16384)) });

/** A login that is allowed. */
export const LoginVerdict = z.object({
  /** One-use result, exchanged once per service for an access token (RFC 8693) within a minute. */
  result: z.string(),
  expiresAt: Instant,
  /** Assurance that was reached. */
  tier: Tier,
  /** Whose card it is, as the town (and so the box's list of residents) knows the person. */
  resident: Subject,
  /** Services that this tier opens under the profile in force. */
  services: z.array(ServiceName),
});
export type LoginVerdict = z.infer<typeof LoginVerdict>;

/** How `POST /identity/logins` refuses: `code` is one of `refusalCodes`. */
export const LoginProblem = z.extend(Problem, {
  /** Only with `login.proof-missing`, and only at the holder's own television: whose card it is (D2). */
  resident: z.optional(Subject),
});
export type LoginProblem = z.infer<typeof LoginProblem>;

/** `GET /identity/policy` (public): which tier opens which service (D1). */
export const PolicyTable = z.object({
  /** `trial`: a login without PIN opens personal data at home; `statute`: as the law asks since 2024. */
  profile: z.enum(['trial', 'statute']),
  /** Least tier of each service. */
  services: z.record(z.string(), Tier),
});
export type PolicyTable = z.infer<typeof PolicyTable>;

export interface LoginBinding {
  nonce: string;
  box: string;
  origin: string;
  service: string;
  tier: string;
}

/**
 * The bytes a card signs: nonce, box, origin, service and tier, each on its own line, so that a signature made for one
 * login is worth nothing in another.
 */
export function loginMessage(binding: LoginBinding): Uint8Array {
  const { nonce, box, origin, service, tier } = binding;
  return new TextEncoder().encode(['chanoma-login-v1', nonce, box, origin, service, tier].join('\n'));
}
