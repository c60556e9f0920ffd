import type { Provider, TokenEndpointGrantContext } from 'oidc-provider';
import { buildTokenResponse, checkDpopReplay, validateDpop } from 'oidc-provider/lib/helpers/grants.js';
import {
  accessTokenSeconds,
  audienceOf,
  loginResultType,
  tokenExchangeGrant,
} from '../../protocol/tokens.ts';
import type { PlatformContext } from '../../server/context.ts';
import { findResult, type LoginResult, useResult } from '../login/results.ts';
import type { IdentityTables } from '../tables.ts';
import { errors } from './library.ts';
import { resourceInfo, serviceOf } from './resources.ts';

const ISSUED_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

interface Parameters {
  subject_token?: string;
  subject_token_type?: string;
}

/** What a PIN opened ends with the PIN's half hour (D4). */
function lifetimeOf({ pinUntil }: LoginResult, now: Date): { expiresIn?: number } {
  if (!pinUntil) return {};
  const left = Math.floor((pinUntil.getTime() - now.getTime()) / 1000);
  return left < accessTokenSeconds ? { expiresIn: Math.max(1, left) } : {};
}

/**
 * Adds the grant of RFC 8693 to the provider: a login result against an access token for one service, once per
 * service, at the box where the login was, with a DPoP proof.
 * @returns which login stands behind a token that is being issued
 */
export function addTokenExchange(
  provider: Provider,
  context: PlatformContext,
): (token: object) => LoginResult | undefined {
  const logins = new WeakMap<object, LoginResult>();

  async function exchange(ctx: TokenEndpointGrantContext<Parameters>): Promise<void> {
    const { client, params } = ctx.oidc;
    const { subject_token: result, subject_token_type: type, resource } = params;
    if (type !== loginResultType) throw new errors.InvalidRequest('subject_token_type is not supported');
    if (typeof result !== 'string' || result === '')
      throw new errors.InvalidRequest('subject_token is missing');
    const proof = await validateDpop(provider, ctx);
    if (!proof) throw new errors.InvalidRequest('DPoP proof is missing');
    const service = serviceOf(resource);
    const tables = context.tables<IdentityTables>();
    const login = await findResult(tables, result, client.clientId, context.clock());
    if (!login) throw new errors.InvalidGrant('login result is unknown, expired or of another box');
    if (!login.services.includes(service)) {
      throw new errors.InvalidTarget('this login does not open that service');
    }
    await checkDpopReplay(provider, ctx, proof, client.clientId);
    if (!(await useResult(tables, result, service))) {
      throw new errors.InvalidGrant('login result was exchanged for this service before');
    }

    const token = new provider.AccessToken({
      client,
      accountId: context.pairwise(service, login.person),
      gty: tokenExchangeGrant,
      grantId: '',
      resourceServer: new provider.ResourceServer(String(resource), resourceInfo(audienceOf(service))),
      ...lifetimeOf(login, context.clock()),
    });
    token.setThumbprint('jkt', proof.thumbprint);
    logins.set(token, login);
    ctx.oidc.entity('AccessToken', token);
    ctx.body = buildTokenResponse(provider, {
      accessToken: await token.save(),
      issuedTokenType: ISSUED_TOKEN_TYPE,
      tokenType: token.tokenType,
      expiresIn: token.expiration,
    });
  }

  provider.registerGrantType<Parameters>(tokenExchangeGrant, exchange, [
    'subject_token',
    'subject_token_type',
    'resource',
  ]);
  return (token) => logins.get(token);
}
