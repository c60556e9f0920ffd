import * as z from 'zod/mini';
import { Instant, Subject, Uuid } from './basics.ts';
import { CardTier } from './identity.ts';
import { RelyingPartyId, RelyingPartyScope } from './relying-parties.ts';

/** `POST /identity/requests/codes` (box token): a number for this television, so that a page on a phone can name it. */
export const TelevisionCode = z.object({
  /** Eight digits, shown as `1234 5678`; single use. */
  code: z.string(),
  expiresAt: Instant,
  /**
   * Page on which a phone types a device's number and this one (RFC 8628 `verification_uri`); absent while the platform
   * answers on this machine alone.
   */
  phonePage: z.optional(z.string()),
});
export type TelevisionCode = z.infer<typeof TelevisionCode>;

/** Number that a service provider's device or page shows, without blanks. */
export const RequestNumber = z.string().check(z.regex(/^\d{8}$/));

/**
 * `POST /identity/requests/claims` (box token): somebody types at this television the number that a device (RFC 8628
 * `user_code`) or the page of a login shows. Answer: the `FederationRequest` that waits here from now on.
 */
export const RequestClaim = z.strictObject({ number: RequestNumber });

/** A login at a service provider outside that waits for a card at this television. */
export const FederationRequest = z.object({
  id: Uuid,
  /** `client_id` and name of the service provider. */
  relyingParty: RelyingPartyId,
  name: z.string(),
  /** Two digits that stand on the phone, too: whoever approves compares them. */
  number: z.string(),
  /** Tier that the login must reach; ask for a challenge of service `identity` with it. */
  tier: CardTier,
  scopes: z.array(RelyingPartyScope),
  /** What the person agrees to; lines end with `\n`. */
  sentence: z.string(),
  expiresAt: Instant,
});
export type FederationRequest = z.infer<typeof FederationRequest>;

/** `GET /identity/requests` (box token): those that wait here, oldest first. */
export const FederationRequests = z.object({ requests: z.array(FederationRequest) });

/** Result of a fresh login at this very box (`LoginVerdict.result`). */
const LoginResultToken = z.string().check(z.minLength(20), z.maxLength(200));

/** `POST /identity/requests/:id/approve` (box token). */
export const ApproveRequest = z.strictObject({
  result: LoginResultToken,
  /** The person said yes to the sentence. Not needed when the person has agreed to all of it before. */
  consent: z.boolean(),
});

/** `POST /identity/consents` and `…/:id/revoke` (box token): a fresh login says whose consents are meant. */
export const ConsentQuestion = z.strictObject({ result: LoginResultToken });

export const Consent = z.object({
  relyingParty: RelyingPartyId,
  name: z.string(),
  scopes: z.array(RelyingPartyScope),
  sentence: z.string(),
  from: Instant,
});
/** Answer to `POST /identity/consents`: consents that hold, newest first. */
export const Consents = z.object({ consents: z.array(Consent) });

/** `POST /identity/sessions/end` (box token): a person's visit at this television is over. */
export const SessionEnd = z.strictObject({
  /** Whose, as in `LoginVerdict.resident`; absent: everybody's at this box. */
  resident: z.optional(Subject),
  reason: z.enum(['card-removed', 'signed-out', 'expired']),
});
export type SessionEnd = z.infer<typeof SessionEnd>;
/** Answer: how many logins at service providers ended with it. */
export const SessionEnded = z.object({ ended: z.number() });
