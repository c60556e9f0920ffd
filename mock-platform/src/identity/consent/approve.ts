import type Provider from 'oidc-provider';
import type { CardTier } from '../../protocol/identity.ts';
import type { RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import { findResult, type LoginResult, useResult } from '../login/results.ts';
import { satisfies } from '../policy.ts';
import { contractFault, findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import { beginVisit, openVisit } from '../visits/visits.ts';
import { consentedScopes, keepConsent } from './consents.ts';
import { admitDevice } from './device-login.ts';
import { requestsAt, settleRequest } from './requests.ts';
import { consentSentence } from './sentence.ts';

/** Whose fresh login this is. @throws PlatformError 403 `federation.result` */
export async function freshLogin(
  context: PlatformContext,
  box: RegisteredBox,
  result: string,
): Promise<LoginResult> {
  const login = await findResult(context.tables<IdentityTables>(), result, box.box, context.clock());
  if (!login) throw new PlatformError(403, 'federation.result');
  return login;
}

/**
 * Approves a login at a service provider with a card's fresh login at the television that was asked, and keeps the consent
 * that it needs, with the entry in the audit record.
 * @throws PlatformError 404 `federation.request-unknown`, 403 `federation.result`, 403 `login.tier-too-low`, 403
 * `federation.consent-missing`, 403 `contract.ended`, 403 `contract.not-begun`
 */
export async function approveRequest(
  context: PlatformContext,
  provider: Provider,
  box: RegisteredBox,
  id: string,
  { result, consent }: { result: string; consent: boolean },
): Promise<{ relyingParty: string }> {
  const tables = context.tables<IdentityTables>();
  const now = context.clock();
  const request = (await requestsAt(tables, box.box, now)).find((one) => one.id === id);
  const contract = request && (await findRelyingParty(tables, request.relying_party, now));
  if (!request || !contract) throw new PlatformError(404, 'federation.request-unknown');
  const fault = contractFault(contract);
  if (fault) throw new PlatformError(403, fault);
  const login = await freshLogin(context, box, result);
  if (!satisfies(login.tier, request.tier)) throw new PlatformError(403, 'login.tier-too-low');
  const scopes = request.scopes.split(' ') as RelyingPartyScope[];
  const { person } = login;
  const before = await consentedScopes(tables, person, contract.id);
  if (!consent && scopes.some((scope) => !before.includes(scope))) {
    throw new PlatformError(403, 'federation.consent-missing');
  }
  if (!(await useResult(tables, result, 'identity'))) throw new PlatformError(403, 'federation.result');
  const reached = login.tier as CardTier;
  await tables.transaction().execute(async (transaction) => {
    const settled = await settleRequest(
      transaction,
      { id, box: box.box, now },
      { state: 'approved', person, reached },
    );
    if (!settled) throw new PlatformError(404, 'federation.request-unknown');
    const visit = { id, person, box: box.box, relying_party: contract.id, tier: reached };
    await beginVisit(transaction, visit, now);
    const sentence = consentSentence(contract, scopes);
    await keepConsent(transaction, { person, relyingParty: contract.id, scopes, sentence, now });
    const record = { box: box.box, relyingParty: contract.id, scopes, tier: reached };
    await appendWithin(transaction, [eventFact(context, 'federation.approved', { ...record, person })]);
  });
  context.boxes.tellRequestsChanged(box.box);
  const visit = await openVisit(tables, id);
  if (visit) await admitDevice(provider, request, visit, reached);
  return { relyingParty: contract.id };
}
