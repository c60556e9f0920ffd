import { createHash } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import type { RelyingPartyEntry } from '../../protocol/relying-parties.ts';

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Nobody answers there: the provider's questions to it are answered from the register. */
const keysHost = 'relying-parties.invalid';

/**
 * Where the provider is told to find a contract's keys. It asks for an address, not for keys, from clients with pairwise
 * subjects and the device grant; a digest in it makes new keys count at once.
 */
function keysAddress({ id, jwks }: RelyingPartyEntry): string {
  const digest = createHash('sha256').update(JSON.stringify(jwks)).digest('base64url').slice(0, 16);
  return `https://${keysHost}/${id}/${digest}`;
}

/** Whose keys the provider asks for; undefined when it asks for something else. */
export function keysAskedFor(address: string): string | undefined {
  const { host, pathname } = new URL(address);
  return host === keysHost ? pathname.split('/')[1] : undefined;
}

/** A service provider under contract as OAuth client: its own key, pairwise subjects, no more than its scopes. */
export const relyingPartyClient = (contract: RelyingPartyEntry): ClientMetadata => ({
  client_id: contract.id,
  client_name: contract.name,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  id_token_signed_response_alg: 'ES256',
  subject_type: 'pairwise',
  sector_identifier_uri: `https://${contract.sector}/`,
  grant_types: [
    'client_credentials',
    ...(contract.redirectUris.length > 0 ? ['authorization_code'] : []),
    ...(contract.deviceGrant ? [deviceGrant] : []),
  ],
  response_types: contract.redirectUris.length > 0 ? ['code'] : [],
  redirect_uris: contract.redirectUris,
  scope: contract.scopes.join(' '),
  jwks_uri: keysAddress(contract),
  ...(contract.logoutUri
    ? { backchannel_logout_uri: contract.logoutUri, backchannel_logout_session_required: true }
    : {}),
});
