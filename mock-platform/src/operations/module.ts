import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { keyCheck } from '../server/pairwise.ts';
import { addReadinessCheck, missingFrom } from '../server/readiness.ts';
import { requireOwnKeys } from './installation.ts';
import { metricsRoutes } from './metrics.ts';
import { migrations } from './migrations.ts';
import { openApiDocument } from './openapi/document.ts';

async function routes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const database = context.tables();
  await requireOwnKeys(database, keyCheck(context.keys));
  addReadinessCheck(context, 'database', async () => {
    await sql`select 1`.execute(database);
    return true;
  });
  app.get('/readyz', async (_request, reply) => {
    const missing = await missingFrom(context);
    if (missing.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not-ready', missing });
  });
  metricsRoutes(app, context);
  let document: Record<string, unknown> | undefined;
  app.get('/openapi.json', (_request, reply) => {
    document ??= openApiDocument(app.registeredRoutes, context.configuration.publicUrl);
    return reply.type('application/openapi+json').serializer(JSON.stringify).send(document);
  });
}

/** What those who run the platform ask it, and what it checks for them at the start. */
export const operationsModule: PlatformModule = { name: 'operations', migrations, routes };
