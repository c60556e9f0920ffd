import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { PlatformContext } from '../../server/context.ts';
import { acrOf, amrOf } from '../provider/tiers.ts';
import type { IdentityTables } from '../tables.ts';
import { openVisit } from '../visits/visits.ts';
import type { WaitingRequest } from './requests.ts';

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/**
 * A browser that somebody else used before: the provider's session of the former person ends, so that the two are never
 * mixed up.
 */
async function forgetFormerPerson(
  provider: Provider,
  interaction: Interaction,
  person: string,
): Promise<void> {
  const { session } = interaction;
  if (!session?.uid || session.accountId === undefined || session.accountId === person) return;
  const former = await provider.Session.findByUid(session.uid);
  await former?.destroy();
  delete (interaction as { session?: unknown }).session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

/** Hands the television's answer to the provider. @returns where the browser goes on */
export async function finishInteraction(
  context: PlatformContext,
  provider: Provider,
  { request, response }: Exchange,
  interaction: Interaction,
  waiting: WaitingRequest,
): Promise<string> {
  const { person, reached, id } = waiting;
  const tables = context.tables<IdentityTables>();
  const visit = await openVisit(tables, id);
  const denied = {
    error: 'access_denied',
    error_description: waiting.state === 'denied' ? 'refused at the television' : 'the card was taken',
  };
  if (waiting.state !== 'approved' || !person || !reached || !visit) {
    return provider.interactionResult(request, response, denied, { mergeWithLastSubmission: false });
  }
  await forgetFormerPerson(provider, interaction, person);
  const grant = new provider.Grant({
    jti: visit.grant_id,
    accountId: person,
    clientId: waiting.relying_party,
  } as ConstructorParameters<Provider['Grant']>[0]);
  grant.addOIDCScope(waiting.scopes);
  await grant.save();
  // The card may have been taken while the grant was being stored.
  if (!(await openVisit(tables, id))) await grant.destroy();
  const login = { accountId: person, acr: acrOf(reached), amr: amrOf(reached), remember: false };
  return provider.interactionResult(request, response, { login, consent: { grantId: visit.grant_id } });
}
