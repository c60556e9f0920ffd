import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { exportJWK } from 'jose';
import { keepRelyingParty } from '../../identity/index.ts';
import type { RelyingParty } from '../../protocol/relying-parties.ts';
import type { PlatformContext } from '../../server/context.ts';

export const portalName = 'ひより健康ポータル';
const portalId = 'hiyori-health-portal';
const operator = 'hiyori-cable';

/** Where the portal's pages lie. */
export const portalPath = '/portal';
export const callbackPath = `${portalPath}/callback`;
const logoutPath = `${portalPath}/back-channel-logout`;

const makeKey = (): Uint8Array =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'der' });

export interface PortalClient {
  id: string;
  /** Its own key as a client, PKCS #8 in PEM. */
  privateKey: string;
  publicUrl: string;
}

/** Signs the portal's contract with the operator for the address of this start. @returns the portal as OAuth client */
export async function signContract(context: PlatformContext): Promise<PortalClient> {
  const { publicUrl } = context.configuration;
  const der = Buffer.from(context.keys.readOrCreate('portal-client', makeKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '', y = '' } = await exportJWK(createPublicKey(key));
  const contract: RelyingParty = {
    id: portalId,
    name: portalName,
    purpose: 'けんこうの ページを 見るのに つかいます。',
    from: '2020-01-01',
    scopes: ['openid', 'name', 'birthdate'],
    tier: 't1',
    redirectUris: [`${publicUrl}${callbackPath}`],
    deviceGrant: true,
    jwks: { keys: [{ kty: 'EC', crv: 'P-256', x, y }] },
    sector: 'portal.hiyori.example',
    logoutUri: `${publicUrl}${logoutPath}`,
  };
  await keepRelyingParty(context, operator, contract);
  return { id: portalId, privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(), publicUrl };
}
