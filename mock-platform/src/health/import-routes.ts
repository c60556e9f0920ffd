import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../protocol/basics.ts';
import { oncePerRequest } from '../server/caller-first.ts';
import type { PlatformContext } from '../server/context.ts';
import { importReport, takeOver } from './imports.ts';
import { providerOf } from './providers.ts';
import type { HealthTables } from './tables.ts';

/** A check-up report with pictures of its papers, and some room. */
const mostBytes = 8 * 1024 * 1024;

const types = ['application/fhir+json', 'application/json', 'text/csv'];

/** Where institutions hand in records: FHIR Bundles and お薬手帳 files. */
export async function importRoutes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const callingHealthProvider = oncePerRequest((request) => providerOf(context, request));
  await app.register(async (plain) => {
    plain.removeAllContentTypeParsers();
    plain.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    plain.addHook('onRequest', async (request) => void (await callingHealthProvider(request)));
    const scope = plain.withTypeProvider<ZodTypeProvider>();

    scope.post('/health/imports', { bodyLimit: mostBytes }, async (request, reply) => {
      const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
      const number = request.headers['patient-number'];
      const report = await takeOver(context, await callingHealthProvider(request), {
        form: type === 'text/csv' ? 'jahis' : 'fhir',
        bytes: (request.body as Buffer | undefined) ?? new Uint8Array(),
        patient: typeof number === 'string' ? number : undefined,
      });
      return reply.code(201).send(report);
    });

    scope.get(
      '/health/imports/:import',
      { schema: { params: z.object({ import: Uuid }) } },
      async (request) =>
        importReport(
          context.tables<HealthTables>(),
          (await callingHealthProvider(request)).id,
          request.params.import,
        ),
    );
  });
}
