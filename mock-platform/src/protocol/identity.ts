import * as z from 'zod/mini';
import { Base64Url, Instant, MunicipalityCode, ServiceName, Subject, Tier, Uuid } from './basics.ts';
import { Problem } from './problem.ts';

/** Origin of a web page (RFC 6454). */
const Origin = z.string().check(z.maxLength(200), z.regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+$/));

/** Assurance that a card can give: without PIN, with the authentication PIN, with the signature PIN. */
export const CardTier = z.enum(['t1', 't2', 't3']);
export type CardTier = z.infer<typeof CardTier>;

/** `POST /identity/challenges` (box token). */
export const ChallengeRequest = z.strictObject({
  /** What the person wants to open. */
  service: ServiceName,
  /** Proof that the box means to give. An enrolment asks for service `identity` with `t3`. */
  tier: CardTier,
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
  tier: CardTier,
  /** User-authentication certificate, DER; with `t3` too: it says whose card it is. */
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
      z.strictObject({
        /** Signature with the signature key after its PIN, over `loginMessage()`. */
        kind: z.literal('signature-key'),
        /** Signature certificate, DER: readable only after the signature PIN. */
        certificate: Base64Url,
        signature: Base64Url,
      }),
    ]),
  ),
  /**
   * Renewal of a visit that was opened with a PIN (D4): asks for `t2` with the proof of `t1` and names the challenge of
   * the login in which this person used a PIN at this box, at most 30 minutes ago. The answer's tier is then `t2`; after
   * that time it is `login.tier-too-low`, and the visit goes on at `t1` or with a new PIN.
   */
  renews: z.optional(Uuid),
  /** When the card was read, by the box's clock. */
  at: Instant,
});
export type LoginStatement = z.infer<typeof LoginStatement>;

/** `POST /identity/logins` (box token): a `LoginStatement` as compact JWS. */
export const LoginRequest = z.strictObject({ statement: z.string().check(z.maxLength(16384)) });

/** What a person should know about the card; the television says it in one sentence. */
export const LoginNotice = z.enum([
  /** Name or address have changed since the registration: the card must be registered anew at the counter. */
  'signature-certificate.revoked',
  /** The certificates end within 90 days: renew them at the town hall. */
  'certificate.renew-soon',
]);
export type LoginNotice = z.infer<typeof LoginNotice>;

/** A login that is allowed. */
export const LoginVerdict = z.object({
  /** One-use result, exchanged once per service for an access token (RFC 8693) within a minute. */
  result: z.string(),
  expiresAt: Instant,
  /** Assurance that was reached. */
  tier: Tier,
  /** With `t2` and `t3`: until when a renewal may name this login; access tokens of this tier end then, too. */
  pinUntil: z.optional(Instant),
  /** Whose card it is, as the town (and so the box's list of residents) knows the person. */
  resident: Subject,
  /** Services that this tier opens under the profile in force and that the person has agreed to open. */
  services: z.array(ServiceName),
  /** Present when nobody could say whether the card was revoked: asked about again later, opens safety services alone. */
  unconfirmed: z.optional(z.literal(true)),
  /** Absent when there is nothing to say. */
  notices: z.optional(z.array(LoginNotice)),
});
export type LoginVerdict = z.infer<typeof LoginVerdict>;

/** How `POST /identity/logins` refuses: `code` is one of `refusalCodes`. */
export const LoginProblem = z.extend(Problem, {
  /** Only with `login.proof-missing` and `login.reenrol`, at the holder's own television: whose card it is (D2). */
  resident: z.optional(Subject),
});
export type LoginProblem = z.infer<typeof LoginProblem>;

/**
 * What a card's login for a service comes to when neither a status answer nor a current list can be had: `refuse` fails
 * closed; `unconfirmed` is taken and asked about again later, so answers to orders and shelter check-in never wait for
 * anybody; `goes-on` needs no card.
 */
const OutageBehaviour = z.enum(['refuse', 'unconfirmed', 'goes-on']);

/** `GET /identity/policy` (public): which tier opens which service (D1), and what an outage does to it. */
export const PolicyTable = z.object({
  /** `trial`: a login without PIN opens personal data at home; `statute`: as the law asks since 2024. */
  profile: z.enum(['trial', 'statute']),
  /** Least tier of each service. */
  services: z.record(z.string(), Tier),
  /** While the certification service cannot be asked whether a card was revoked; older platforms do not say. */
  outage: z.optional(z.record(z.string(), OutageBehaviour)),
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

/** Name, address, birth date and gender: what a signature certificate says of its holder (基本4情報). */
export const FourFacts = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  address: z.string().check(z.minLength(1), z.maxLength(200)),
  /** `YYYY-MM-DD`. */
  birthDate: z.iso.date(),
  /** As coded in the certificate: 1 male, 2 female, 3 other. */
  gender: z.enum(['1', '2', '3']),
});
export type FourFacts = z.infer<typeof FourFacts>;

/**
 * Application that a person signs at the box (`GET /identity/applications/ID`, box token of the box it was opened for).
 * The card signs exactly the bytes that the platform sent, see `EnrolmentStatement.application`.
 */
export const ApplicationForm = z.object({
  form: z.literal('chanoma-application-v1'),
  application: Uuid,
  /** A new person, or a person whose card was renewed. */
  kind: z.enum(['new', 'renewal']),
  operatorName: z.string(),
  municipality: MunicipalityCode,
  /** What the person agrees to open. */
  services: z.array(ServiceName),
  /** The sentence that the person agrees to. */
  consent: z.string(),
  /** The municipality's register, as the contract calls it, that hears of the enrolment, and what it is told. */
  handOver: z.optional(
    z.object({ to: z.string(), scopes: z.array(z.enum(['name', 'address', 'birthdate', 'gender'])) }),
  ),
  expiresAt: Instant,
});
export type ApplicationForm = z.infer<typeof ApplicationForm>;

/**
 * What the box swears about one enrolment tap: payload of a compact JWS signed with the box key
 * (`typ: chanoma-enrolment+jwt`). Sent as `{statement}` to `POST /identity/enrolments`. All three keys of the card sign
 * `enrolmentMessage()` in the same tap, so that certificate, surface key and person are bound together.
 */
export const EnrolmentStatement = z.strictObject({
  challenge: Uuid,
  nonce: Base64Url,
  box: Uuid,
  origin: Origin,
  /** The application form, byte for byte as the platform sent it. */
  application: Base64Url,
  authentication: z.strictObject({ certificate: Base64Url, signature: Base64Url }),
  signature: z.strictObject({ certificate: Base64Url, signature: Base64Url }),
  /** Record of the surface application (EF 0001: birth date, public key, the issuer's signature) and its proof. */
  surface: z.strictObject({ record: Base64Url, signature: Base64Url }),
  at: Instant,
});
export type EnrolmentStatement = z.infer<typeof EnrolmentStatement>;

/** `POST /identity/enrolments` (box token): an `EnrolmentStatement` as compact JWS. */
export const EnrolmentRequest = z.strictObject({ statement: z.string().check(z.maxLength(32768)) });

/** A person is enrolled. */
export const EnrolmentVerdict = z.object({
  /** Whose card it is, as the town knows the person. */
  resident: Subject,
  /** The link that the box keeps with the birth date, encrypted (D3). */
  certificate: z.object({ issuerKey: z.string(), serial: z.string() }),
  services: z.array(ServiceName),
});
export type EnrolmentVerdict = z.infer<typeof EnrolmentVerdict>;

/** The bytes that all three keys of the card sign at an enrolment. `applicationDigest`: SHA-256, base64url. */
export function enrolmentMessage(binding: {
  nonce: string;
  box: string;
  origin: string;
  applicationDigest: string;
}): Uint8Array {
  const { nonce, box, origin, applicationDigest } = binding;
  return new TextEncoder().encode(['chanoma-enrolment-v1', nonce, box, origin, applicationDigest].join('\n'));
}
