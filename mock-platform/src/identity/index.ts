import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { PolicyTable } from '../protocol/identity.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import type { Anchor } from './certificates/path.ts';
import { readAnchors } from './certificates/trust.ts';
import { loginRoutes } from './login/routes.ts';
import { identityMigrations } from './migrations.ts';
import { policyOf } from './policy.ts';
import { mountProvider } from './provider/mount.ts';
import { createProvider } from './provider/provider.ts';
import { createListSource } from './revocation/crl-source.ts';
import { fetchOverHttp } from './revocation/fetch.ts';
import { createStatusSource } from './revocation/ocsp-source.ts';

export { type Enrolment, enrolPerson } from './persons/enrol.ts';
export { policyOf } from './policy.ts';
export { localKeySet } from './provider/keys.ts';
export { issuerOf } from './provider/provider.ts';

/** Roots are read at the first login: by then a demo's certification service has made its own. */
function anchorsOf(context: PlatformContext): () => readonly Anchor[] {
  const { dataDirectory, demo } = context.configuration;
  let anchors: readonly Anchor[] = [];
  return () => {
    if (anchors.length === 0) anchors = readAnchors(dataDirectory, demo);
    return anchors;
  };
}

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const { certificationUrl, profile } = context.configuration;
  const sources = [
    createStatusSource(certificationUrl, fetchOverHttp, context.clock),
    createListSource(certificationUrl, fetchOverHttp, context.clock),
  ];
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/identity/policy', { schema: { response: { 200: PolicyTable } } }, () => ({
      profile,
      services: policyOf(profile),
    }));
  loginRoutes(app, { context, anchors: anchorsOf(context), sources });
  await mountProvider(app, context, await createProvider(context));
}

/** Who a person is: validates cards, keeps accounts, decides logins, issues tokens. */
export const identityModule: PlatformModule = { name: 'identity', migrations: identityMigrations, routes };
