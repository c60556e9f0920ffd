import type { KeyObject } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { PolicyTable } from '../protocol/identity.ts';
import { callerFirst } from '../server/caller-first.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { provideProtection } from '../server/protection.ts';
import { addReadinessCheck } from '../server/readiness.ts';
import { provideSeenCards } from '../server/seen-cards.ts';
import { holderOfSeenCard } from './cards/seen.ts';
import { ValidatedCertificates } from './certificates/cache.ts';
import type { Anchor } from './certificates/path.ts';
import { readAnchors } from './certificates/trust.ts';
import { enrolmentRoutes } from './enrolment/routes.ts';
import { readSurfaceIssuers } from './enrolment/surface-record.ts';
import { openFederation } from './federation.ts';
import { createLinkService } from './links/http.ts';
import { protectedIn } from './links/protection.ts';
import type { LinkService } from './links/source.ts';
import { LoginCounters, type LoginLimits, loginLimits } from './login/limits.ts';
import { recheckRegularly } from './login/recheck.ts';
import { loginRoutes } from './login/routes.ts';
import { shareRates } from './login/shared-rates.ts';
import { countQueries, exposeMetrics } from './metrics.ts';
import { identityMigrations } from './migrations.ts';
import { outageTable, policyOf } from './policy.ts';
import { mountProvider } from './provider/mount.ts';
import { createProvider } from './provider/provider.ts';
import { purgeRegularly } from './retention/purge.ts';
import { createListSource } from './revocation/crl-source.ts';
import { fetchOverHttp } from './revocation/fetch.ts';
import { createStatusSource } from './revocation/ocsp-source.ts';
import { refreshListsRegularly } from './revocation/refresh-regularly.ts';
import { staffCallers } from './staff/caller.ts';
import { staffRoutes } from './staff/routes.ts';
import { UsageCounter } from './usage/counter.ts';

export { type CustomerBook, useCustomerBook } from './enrolment/customer-book.ts';
export { normalised } from './enrolment/match.ts';
export { runFederationTimers } from './federation.ts';
export { recheckNow } from './login/recheck.ts';
export { type Enrolment, enrolPerson } from './persons/enrol.ts';
export { policyOf } from './policy.ts';
export { localKeySet } from './provider/keys.ts';
export { issuerOf } from './provider/provider.ts';
export { keepRelyingParty } from './relying-parties/register.ts';
export {
  issueStaffToken,
  type StaffCaller,
  type StaffCallers,
  staffCallers,
  useStaffCallers,
} from './staff/caller.ts';

/** What a platform may bring of its own; tests and benchmarks do. */
export interface IdentityOptions {
  limits?: LoginLimits;
  links?: (context: PlatformContext) => LinkService;
}

/** Trust folders are read at the first login: by then a demo's certification service has laid its own into them. */
function readOnce<T>(read: () => readonly T[]): () => readonly T[] {
  let found: readonly T[] = [];
  return () => {
    if (found.length === 0) found = read();
    return found;
  };
}

async function routes(
  app: FastifyInstance,
  context: PlatformContext,
  options: IdentityOptions,
): Promise<void> {
  const { certificationUrl, profile, dataDirectory, demo } = context.configuration;
  const lists = createListSource(certificationUrl, fetchOverHttp, context.clock);
  context.onClose(() => lists.close());
  const responder = createStatusSource(certificationUrl, fetchOverHttp, context.clock, { responders: lists });
  const order = context.configuration.revocation === 'lists-first' ? [lists, responder] : [responder, lists];
  const sources = order.map((source) => countQueries(source, context));
  exposeMetrics(context, lists);
  provideProtection(context, (sector) => protectedIn(context, sector));
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/identity/policy', { schema: { response: { 200: PolicyTable } } }, () => ({
      profile,
      services: policyOf(profile),
      outage: outageTable(),
    }));
  const counters = new LoginCounters(options.limits ?? loginLimits);
  shareRates(context, counters);
  const environment = {
    context,
    anchors: readOnce<Anchor>(() => readAnchors(dataDirectory, demo)),
    surfaceIssuers: readOnce<KeyObject>(() => readSurfaceIssuers(dataDirectory, demo)),
    certificates: new ValidatedCertificates(),
    sources,
    links: options.links?.(context) ?? createLinkService(certificationUrl, fetchOverHttp, context.keys),
    counters,
    usage: new UsageCounter(context),
  };
  provideSeenCards(context, (card) => holderOfSeenCard(environment, card));
  refreshListsRegularly(context, lists, environment.anchors, (error) =>
    app.log.error({ name: (error as Error).name }, 'refresh of lists failed'),
  );
  addReadinessCheck(context, 'trust', () => environment.anchors().length > 0);
  loginRoutes(app, environment);
  recheckRegularly(environment, (error) =>
    app.log.error({ name: (error as Error).name }, 'recheck of logins failed'),
  );
  enrolmentRoutes(app, environment);
  callerFirst(app, '/identity/staff/', staffCallers(context));
  staffRoutes(app, context, staffCallers(context));
  purgeRegularly(context, (error) => app.log.error({ name: (error as Error).name }, 'purge failed'));
  const provider = await createProvider(context);
  await mountProvider(app, context, provider);
  await openFederation(app, context, { environment, provider, checkSources: [lists, responder] });
}

/** The module with parts of one's own. */
export const createIdentityModule = (options: IdentityOptions = {}): PlatformModule => ({
  name: 'identity',
  migrations: identityMigrations,
  routes: (app, context) => routes(app, context, options),
});

/** Who a person is: validates cards, keeps accounts, decides logins, issues tokens. */
export const identityModule: PlatformModule = createIdentityModule();
