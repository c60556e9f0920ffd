import type { FastifyInstance } from 'fastify';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { healthMigrations } from './migrations.ts';
import { readSearch } from './search.ts';
import { searchObservations, storeBundle } from './store.ts';
import type { HealthTables } from './tables.ts';

/** The only endpoint: a person's own observations. Nothing in the request can name somebody else. */
function routes(app: FastifyInstance, context: PlatformContext): void {
  const tables = context.tables<HealthTables>();
  app.get('/health/fhir/Observation', async (request, reply) => {
    const { sub } = await context.callers.person(request, 'health');
    const search = readSearch(request.query as Record<string, unknown>);
    return reply
      .type('application/fhir+json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(await searchObservations(tables, sub, search));
  });
}

/** Takes over health data of one person; see `storeBundle`. */
export function importBundle(context: PlatformContext, subject: string, bundle: unknown): Promise<number> {
  return storeBundle(context.tables<HealthTables>(), subject, bundle);
}

/** Health information (FHIR R4) as institutions hand it in, for the person alone. */
export const healthModule: PlatformModule = { name: 'health', migrations: healthMigrations, routes };
