import * as z from 'zod/mini';
import { Day, MunicipalityCode } from './basics.ts';
import { CardTier } from './identity.ts';

/**
 * What a service provider may ask for: the login itself, each of the four facts, and notices when something about the
 * card or the facts changes.
 */
export const RelyingPartyScope = z.enum(['openid', 'name', 'address', 'birthdate', 'gender', 'changes']);
export type RelyingPartyScope = z.infer<typeof RelyingPartyScope>;

export const RelyingPartyId = z.string().check(z.regex(/^[a-z][a-z0-9-]{2,39}$/));

/** HTTPS; plain HTTP only on the same machine. */
const WebAddress = z
  .string()
  .check(
    z.maxLength(300),
    z.regex(/^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s#]*)?$/),
  );

/** Public key (RFC 7517) with which a service provider signs as a client: ES256. */
const PublicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().check(z.regex(/^[\w-]{43}$/)),
  y: z.string().check(z.regex(/^[\w-]{43}$/)),
  kid: z.optional(z.string().check(z.maxLength(100))),
});

/** What one operator's contract with a service provider says (S8). */
export const RelyingParty = z.strictObject({
  /** Its `client_id`. */
  id: RelyingPartyId,
  /** As viewers know it; stands on the television. */
  name: z.string().check(z.minLength(1), z.maxLength(40)),
  /** What it uses the data for: one sentence for viewers. */
  purpose: z.optional(z.string().check(z.minLength(1), z.maxLength(60))),
  /** First and last day, in Japan; without a last day until it is ended. */
  from: Day,
  to: z.optional(Day),
  scopes: z.array(RelyingPartyScope).check(z.minLength(1), z.maxLength(6)),
  /** Least assurance of its logins. */
  tier: CardTier,
  redirectUris: z.array(WebAddress).check(z.maxLength(10)),
  /** Whether it may log people in on devices without a browser (RFC 8628). */
  deviceGrant: z.boolean(),
  jwks: z.object({ keys: z.array(PublicKey).check(z.minLength(1), z.maxLength(5)) }),
  /** Providers of one sector know a person by the same subject. */
  sector: z.string().check(z.maxLength(100), z.regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/)),
  /** Where it wants to hear that a visit has ended (OpenID Connect Back-Channel Logout 1.0). */
  logoutUri: z.optional(WebAddress),
  /** The only address that change notices may be pushed to (RFC 8935). */
  signalsEndpoint: z.optional(WebAddress),
  /**
   * It is the register of this municipality: whoever registers at a television there, and agrees, is made known to it. Its
   * `id` is then `town-` and the code, and perhaps more; no other has such an id. It knows persons as the town does.
   */
  municipality: z.optional(MunicipalityCode),
});
export type RelyingParty = z.infer<typeof RelyingParty>;

/** A contract as staff see it. */
export const RelyingPartyEntry = z.extend(RelyingParty, {
  operator: z.string(),
  state: z.enum(['in-force', 'not-begun', 'ended']),
});
export type RelyingPartyEntry = z.infer<typeof RelyingPartyEntry>;

/** `GET /identity/staff/relying-parties`. */
export const RelyingPartyList = z.object({ relyingParties: z.array(RelyingPartyEntry) });

/** A notice or a logout that a service provider did not take. */
export const DeadLetter = z.object({
  id: z.uuid(),
  event: z.string(),
  at: z.string(),
  attempts: z.number(),
  error: z.nullable(z.string()),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
/** `GET /identity/staff/relying-parties/:id/dead-letters`: oldest first, at most 200. */
export const DeadLetters = z.object({ deadLetters: z.array(DeadLetter) });

/** Query of `GET /identity/staff/usage.csv`: months `YYYY-MM` in Japan, both included. */
export const UsageQuery = z.strictObject({
  from: z.optional(z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))),
  to: z.optional(z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))),
});
