import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import Provider, { type AccessToken, type ClientCredentials, errors } from 'oidc-provider';
import { accessTokenSeconds } from '../../protocol/tokens.ts';
import type { PlatformContext } from '../../server/context.ts';
import type { LoginResult } from '../login/results.ts';
import { createAdapter } from './adapter.ts';
import { signingKey } from './keys.ts';
import { resourceInfo, serviceOf } from './resources.ts';
import { addTokenExchange } from './token-exchange.ts';

/** Where the provider lies under the platform's public address; both together are the issuer. */
export const mountPath = '/oidc';
export const issuerOf = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}${mountPath}`;

/**
 * Claims beside those of RFC 9068 (protocol/tokens.ts): where the box stands, and how strong the login was. A token that
 * would be bound to another key than the box's own is not issued (D5).
 */
async function claimsOf(
  context: PlatformContext,
  token: AccessToken | ClientCredentials,
  login: LoginResult | undefined,
): Promise<Record<string, string>> {
  const box = await context.boxes.find(token.clientId ?? '');
  if (!box || box.blocked) throw new errors.InvalidGrant('the box is not registered');
  if (token.jkt !== (await calculateJwkThumbprint(box.publicKey))) {
    throw new errors.InvalidGrant('the DPoP proof is not by the registered key of the box');
  }
  const service = serviceOf(token.aud);
  return {
    tier: login?.tier ?? 't0',
    operator: box.operator,
    municipality: box.municipality,
    household: context.pairwise(service, box.household),
  };
}

/**
 * The platform's OpenID provider. Its clients are the boxes; it issues a box's own tokens (client credentials) and
 * persons' tokens (token exchange of a login result), all bound to a DPoP key. It has no pages and no sessions yet:
 * outside relying parties get theirs in the same place.
 */
export async function createProvider(context: PlatformContext): Promise<Provider> {
  const { privateJwk } = await signingKey(context.keys);
  let loginOf: (token: object) => LoginResult | undefined = () => undefined;
  const provider = new Provider(issuerOf(context.configuration.publicUrl), {
    adapter: createAdapter(context.boxes, context.clock),
    jwks: { keys: [privateJwk] },
    clientAuthMethods: ['private_key_jwt'],
    // Boxes are no web pages: no other origin reads anything here.
    clientBasedCORS: () => false,
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256'],
      dPoPSigningAlgValues: ['ES256'],
      idTokenSigningAlgValues: ['ES256'],
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256', response_types: [], grant_types: [] },
    clockTolerance: 60,
    cookies: { keys: [randomBytes(32)] },
    responseTypes: ['code'],
    scopes: [],
    claims: {},
    pkce: { required: () => true },
    ttl: { AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds },
    extraTokenClaims: (_ctx, token) => claimsOf(context, token, loginOf(token)),
    findAccount: () => undefined,
    renderError(ctx, out) {
      ctx.type = 'application/json';
      ctx.body = out;
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource() {
          throw new errors.InvalidTarget('resource is missing');
        },
        getResourceServerInfo: (_ctx, resource) => resourceInfo(serviceOf(resource)),
      },
    },
  });
  // The address that the provider believes it was asked under is the configured one, whoever stands in front.
  provider.proxy = true;
  loginOf = addTokenExchange(provider, context);
  return provider;
}
