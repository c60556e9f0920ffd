import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import { callerFirst, oncePerRequest } from '../server/caller-first.ts';
import type { PlatformContext } from '../server/context.ts';
import { checkLinkedCertificates, checkRegularly, type RoundOfChecks } from './changes/detector.ts';
import { federationRoutes } from './consent/box-routes.ts';
import { consentPages } from './consent/page-routes.ts';
import type { LoginEnvironment } from './login/environment.ts';
import { localKeySet } from './provider/keys.ts';
import { issuerOf } from './provider/provider.ts';
import { relyingPartyRoutes } from './relying-parties/routes.ts';
import type { RevocationSource } from './revocation/status.ts';
import { signalsCaller } from './signals/caller.ts';
import { deliverRegularly } from './signals/deliver-regularly.ts';
import { signalsRoutes } from './signals/routes.ts';
import { SecurityEvents } from './signals/security-event.ts';
import { DeliveryWorker } from './signals/worker.ts';
import { staffCallers } from './staff/caller.ts';
import type { UsageCounter } from './usage/counter.ts';

export interface FederationParts {
  environment: LoginEnvironment;
  provider: Provider;
  /** In the order in which the regular check of linked certificates asks them. */
  checkSources: readonly RevocationSource[];
}

/** Service providers outside: logins, consents, contracts, usage, change notices. */
export async function openFederation(
  app: FastifyInstance,
  context: PlatformContext,
  { environment, provider, checkSources }: FederationParts,
): Promise<void> {
  const { usage, anchors, links } = environment;
  const report = (what: string) => (error: unknown) =>
    app.log.error({ name: (error as Error).name }, `${what} failed`);
  const issuer = issuerOf(context.configuration.publicUrl);
  const events = new SecurityEvents(context, issuer);
  const worker = new DeliveryWorker(context, events);
  const check = { context, anchors, sources: checkSources, successorOf: links.successorOf };
  const callingRelyingParty = oncePerRequest(signalsCaller(context, issuer, await localKeySet(context.keys)));
  callerFirst(app, '/identity/signals/', callingRelyingParty);
  federationRoutes(app, context, provider, usage);
  await consentPages(app, context, provider);
  relyingPartyRoutes(app, context, staffCallers(context), usage);
  signalsRoutes(app, { context, events, callingRelyingParty });
  usage.keepRegularly(context.onClose, report('usage'));
  deliverRegularly(context, worker, report('delivery'));
  checkRegularly(check, report('check of certificates'));
  federationTools.set(context, { worker, check: () => checkLinkedCertificates(check), usage });
}

interface FederationTools {
  worker: DeliveryWorker;
  check: () => Promise<RoundOfChecks>;
  usage: UsageCounter;
}
const federationTools = new WeakMap<PlatformContext, FederationTools>();

/** Does now what timers do otherwise: checks linked certificates, delivers notices, writes usage records. */
export async function runFederationTimers(context: PlatformContext): Promise<RoundOfChecks | undefined> {
  const tools = federationTools.get(context);
  const round = await tools?.check();
  await tools?.worker.round();
  await tools?.usage.flush();
  return round;
}
