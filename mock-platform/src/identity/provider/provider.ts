import { calculateJwkThumbprint } from 'jose';
import type { AccessToken, ClientCredentials } from 'oidc-provider';
import { accessTokenSeconds } from '../../protocol/tokens.ts';
import type { PlatformContext } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';
import { consentPath } from '../consent/paths.ts';
import type { LoginResult } from '../login/results.ts';
import { findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { visitSeconds } from '../visits/period.ts';
import { accounts, claimsOfScopes } from './account.ts';
import { createAdapter } from './adapter.ts';
import { devicePages, showError } from './device-pages.ts';
import { signingKey } from './keys.ts';
import { errors, interactionPolicy, Provider } from './library.ts';
import { keysAskedFor } from './relying-party-client.ts';
import { resourceInfo, resourceOf, sectorName, serviceOf } from './resources.ts';
import { acrValues } from './tiers.ts';
import { addTokenExchange } from './token-exchange.ts';

/** Where the provider lies under the platform's public address; both together are the issuer. */
export const mountPath = '/oidc';
export const issuerOf = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}${mountPath}`;

/** For codes that are redeemed at once. */
const CODE_SECONDS = 60;
/** Until a card must have been laid. */
export const interactionSeconds = 600;

/**
 * Claims beside those of RFC 9068 (protocol/tokens.ts): where the box stands, and how strong the login was. A token that
 * would be bound to another key than the box's own is not issued (D5). Tokens of service providers have none of this.
 */
async function claimsOf(
  context: PlatformContext,
  token: AccessToken | ClientCredentials,
  login: LoginResult | undefined,
): Promise<Record<string, string | boolean> | undefined> {
  const box = await context.boxes.find(token.clientId ?? '');
  if (!box && !isUuid(token.clientId)) return undefined;
  if (!box || box.blocked) throw new errors.InvalidGrant('the box is not registered');
  if (token.jkt !== (await calculateJwkThumbprint(box.publicKey))) {
    throw new errors.InvalidGrant('the DPoP proof is not by the registered key of the box');
  }
  const service = serviceOf(token.aud);
  return {
    tier: login?.tier ?? 't0',
    ...(login?.unconfirmed ? { unconfirmed: true } : {}),
    operator: box.operator,
    municipality: box.municipality,
    household: context.pairwise(service, box.household),
  };
}

const isUuid = (id: string | undefined): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id ?? '');

/** Every request of a service provider needs a card: no browser stays logged in behind the television's back. */
function alwaysByCard() {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy
    .get('login')
    ?.checks.add(
      new Check('card', 'a card must be laid on the reader', 'login_required', (ctx) =>
        ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** The provider's questions to service providers are answered from the register; it asks nobody else. */
const answerFromRegister =
  (context: PlatformContext) =>
  async (address: string | URL | Request): Promise<Response> => {
    const id = keysAskedFor(address instanceof Request ? address.url : String(address));
    const contract = id && (await findRelyingParty(context.tables<IdentityTables>(), id, context.clock()));
    if (!contract) return new Response(null, { status: 404 });
    return Response.json({ keys: contract.jwks.keys.map((key) => ({ ...key, use: 'sig' })) });
  };

/**
 * The platform's OpenID provider. Its clients are the boxes (own tokens by client credentials, persons' tokens by exchange
 * of a login result, all bound to a DPoP key) and service providers under contract (authorization code with PKCE, device
 * grant; the person's own television approves with a card). It keeps nobody logged in beyond the visit and gives no
 * refresh tokens.
 */
export async function createProvider(context: PlatformContext): Promise<Provider> {
  const { privateJwk } = await signingKey(context.keys);
  const cookieKey = Buffer.from(context.keys.readOrCreate('openid-cookies', randomSecret)).toString(
    'base64url',
  );
  let loginOf: (token: object) => LoginResult | undefined = () => undefined;
  const { boxes, clock } = context;
  const provider = new Provider(issuerOf(context.configuration.publicUrl), {
    adapter: createAdapter({ boxes, clock, tables: context.tables<IdentityTables>() }),
    jwks: { keys: [privateJwk] },
    clientAuthMethods: ['private_key_jwt'],
    // Neither boxes nor service providers are web pages: no other origin reads anything here.
    clientBasedCORS: () => false,
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256'],
      dPoPSigningAlgValues: ['ES256'],
      idTokenSigningAlgValues: ['ES256'],
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256', response_types: [], grant_types: [] },
    clockTolerance: 60,
    cookies: { keys: [cookieKey] },
    responseTypes: ['code'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, person, client) =>
      context.pairwise(sectorName(new URL(client.sectorIdentifierUri ?? '').host), person),
    sectorIdentifierUriValidate: () => false,
    fetch: answerFromRegister(context),
    acrValues: [...acrValues],
    scopes: ['openid', 'changes'],
    claims: claimsOfScopes,
    pkce: { required: () => true },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: CODE_SECONDS,
      DeviceCode: interactionSeconds,
      Interaction: interactionSeconds,
      IdToken: accessTokenSeconds,
      Grant: visitSeconds,
      Session: visitSeconds,
    },
    extraTokenClaims: (_ctx, token) => claimsOf(context, token, loginOf(token)),
    findAccount: accounts(context),
    interactions: { policy: alwaysByCard(), url: (_ctx, { uid }) => `${consentPath}/${uid}` },
    renderError: showError,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      backchannelLogout: { enabled: true },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true, charset: 'digits', mask: '****-****', ...devicePages },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource(_ctx, client) {
          if (client.subjectType === 'pairwise') return [];
          throw new errors.InvalidTarget('resource is missing');
        },
        getResourceServerInfo: (_ctx, resource, client) => resourceInfo(resourceOf(client, resource)),
      },
    },
  });
  // The address that the provider believes it was asked under is the configured one, whoever stands in front.
  provider.proxy = true;
  loginOf = addTokenExchange(provider, context);
  return provider;
}
