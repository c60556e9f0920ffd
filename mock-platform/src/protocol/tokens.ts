import * as z from 'zod/mini';
import { type ServiceName, Subject, Tier, Uuid } from './basics.ts';

/** Resource indicator (RFC 8707) and `aud` of a service's access tokens. */
export const audienceOf = (service: ServiceName): string => `urn:chanoma:${service}`;

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
/** `subject_token_type` of a login result. */
export const loginResultType = 'urn:chanoma:token-type:login-result';

/**
 * Claims of an access token (RFC 9068 JWT, DPoP-bound by `cnf.jkt`). Two kinds:
 * a box's own token (client credentials: `sub` equals `client_id`, tier t0) and a person's (token exchange).
 */
export const AccessTokenClaims = z.object({
  /** OpenID provider's issuer. */
  iss: z.string(),
  /** Resource indicator of the service, for instance `urn:chanoma:health`. */
  aud: z.string(),
  /** Pairwise subject of the person, or the box id. */
  sub: z.string(),
  /** The box that holds the token. */
  client_id: Uuid,
  /** Seconds since 1970; so is `iat`. */
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  scope: z.optional(z.string()),
  /** `jkt`: SHA-256 thumbprint of the box key (RFC 7638). */
  cnf: z.object({ jkt: z.string() }),
  /** How strongly the holder was proven; `t0` in a box's own token. */
  tier: Tier,
  /** Nobody could say whether the card was revoked; the relying party hears later what came of it. */
  unconfirmed: z.optional(z.literal(true)),
  /** Cable operator (tenant) of the box. */
  operator: z.string(),
  /** Municipality of the box's household. */
  municipality: z.string(),
  /** Pairwise id of the household for this service. */
  household: Subject,
});
export type AccessTokenClaims = z.infer<typeof AccessTokenClaims>;

/** Token time-to-live, seconds (D4: at most ten minutes). */
export const accessTokenSeconds = 600;
