import type Provider from 'oidc-provider';
import type { CardTier } from '../../protocol/identity.ts';
import { acrOf, amrOf } from '../provider/tiers.ts';
import { visitSeconds } from '../visits/period.ts';
import type { Visit } from '../visits/visits.ts';
import type { WaitingRequest } from './requests.ts';

type DeviceCode = InstanceType<Provider['DeviceCode']>;

const prefix = 'device:';

/** What stands in the place of a browser's interaction when a device's number was typed at the television. */
export const interactionOfDevice = ({ jti }: Pick<DeviceCode, 'jti'>): string => `${prefix}${jti}`;

/** The device's code behind a request, unless a browser waits for it. */
async function deviceOf(
  provider: Provider,
  { interaction }: Pick<WaitingRequest, 'interaction'>,
): Promise<DeviceCode | undefined> {
  if (!interaction.startsWith(prefix)) return undefined;
  return provider.DeviceCode.find(interaction.slice(prefix.length));
}

/**
 * Gives a device what the television approved: grant and session of the provider, so that its next question is answered by
 * tokens (RFC 8628 §3.5) and the end of the visit ends them. Nothing to do when a browser waits.
 */
export async function admitDevice(
  provider: Provider,
  request: WaitingRequest,
  visit: Pick<Visit, 'grant_id' | 'person'>,
  reached: CardTier,
): Promise<void> {
  const code = await deviceOf(provider, request);
  if (!code) return;
  const { relying_party: clientId, scopes } = request;
  const { grant_id: grantId, person: accountId } = visit;
  const grant = new provider.Grant({ jti: grantId, accountId, clientId } as ConstructorParameters<
    Provider['Grant']
  >[0]);
  grant.addOIDCScope(scopes);
  await grant.save();
  const [acr, amr] = [acrOf(reached), amrOf(reached)];
  const session = new provider.Session();
  session.loginAccount({ accountId, acr, amr });
  session.ensureClientContainer(clientId);
  session.grantIdFor(clientId, grantId);
  await session.save(visitSeconds);
  Object.assign(code, {
    accountId,
    acr,
    amr,
    authTime: session.authTime(),
    grantId,
    scope: scopes,
    sessionUid: session.uid,
    sid: session.sidFor(clientId),
    expiresWithSession: true,
  });
  await code.save();
}

/** The device hears that the person said no. */
export async function refuseDevice(provider: Provider, request: WaitingRequest): Promise<void> {
  const code = await deviceOf(provider, request);
  if (!code) return;
  Object.assign(code, { error: 'access_denied', errorDescription: 'refused at the television' });
  await code.save();
}
