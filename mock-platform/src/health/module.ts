import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../protocol/basics.ts';
import { HomeMeasurement } from '../protocol/health.ts';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { accessesOf } from './access-log.ts';
import { fhirRoutes } from './fhir-routes.ts';
import { importRoutes } from './import-routes.ts';
import { lettersOf } from './letters.ts';
import { storeMeasurement } from './measurements.ts';
import { healthMigrations } from './migrations.ts';
import { proxiesOf, revokeProxy } from './proxies.ts';
import { callingReader, permitted } from './readers.ts';
import { passes } from './scopes.ts';
import { storeBundle } from './store.ts';
import type { HealthTables } from './tables.ts';

/** What a home measurement is found by, for scopes. */
const vitalSigns = { categories: ['vital-signs'], codes: [] };

/** What the television asks beside FHIR: letters, measurements, who has looked. Always the person of the token. */
async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const tables = context.tables<HealthTables>();
  await fhirRoutes(app, context);
  await importRoutes(app, context);
  const scope = app.withTypeProvider<ZodTypeProvider>();

  scope.get('/health/letters', async (request) => {
    const reader = await callingReader(context, request);
    await permitted(context, reader, 'letters', 's');
    return { letters: await lettersOf(tables, reader.subject) };
  });

  scope.post('/health/measurements', { schema: { body: HomeMeasurement } }, async (request, reply) => {
    const reader = await callingReader(context, request);
    const filters = await permitted(context, reader, 'Observation', 'c');
    if (!passes(filters, vitalSigns)) throw new PlatformError(403, 'token.scope');
    await storeMeasurement(tables, reader.subject, request.body, context.clock());
    return reply.code(201).send({});
  });

  scope.get('/health/accesses', async (request) => {
    const { subject } = await callingReader(context, request);
    return {
      accesses: await accessesOf(tables, subject),
      proxies: await proxiesOf(tables, subject, context.clock()),
    };
  });

  scope.post(
    '/health/proxies/:proxy/revocation',
    { schema: { params: z.object({ proxy: Uuid }) } },
    async (request) => {
      const { subject } = await callingReader(context, request);
      await revokeProxy(tables, request.params.proxy, subject, context.clock());
      return { proxies: await proxiesOf(tables, subject, context.clock()) };
    },
  );
}

/** Takes over health data of one person; see `storeBundle`. @returns how many resources were stored */
export async function importBundle(
  context: PlatformContext,
  subject: string,
  bundle: unknown,
): Promise<number> {
  return (await storeBundle(context.tables<HealthTables>(), subject, bundle)).length;
}

export { storeLetters } from './letters.ts';

/** Health information (FHIR R4) as institutions hand it in, for the person alone. */
export const healthModule: PlatformModule = { name: 'health', migrations: healthMigrations, routes };
