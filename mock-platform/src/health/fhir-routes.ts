import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { Uuid } from '../protocol/basics.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { problemOfError } from '../server/problems.ts';
import { capabilityStatement } from './capability.ts';
import { callingReader, permitted, type Reader } from './readers.ts';
import { resourceKinds } from './resource-kinds.ts';
import { readSearch } from './search.ts';
import { readRecord, searchRecords } from './store.ts';
import type { HealthTables } from './tables.ts';

interface Params {
  grant: string;
  type: string;
  id: string;
}

const fhir = 'application/fhir+json; charset=utf-8';
const send = (reply: FastifyReply, resource: object): FastifyReply =>
  reply.type(fhir).serializer(JSON.stringify).send(resource);

/** FHIR's issue types for the statuses that occur here. */
const issueCodes: Record<number, string> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
};

/** Who asks for FHIR hears of errors in FHIR's own form; others get a problem document. */
function answerOperationOutcomes(scope: FastifyInstance): void {
  scope.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error);
    if (problem.status >= 500 || !(request.headers.accept ?? '').includes('application/fhir+json'))
      throw error;
    const faults = problem.errors ?? [{ path: '', message: problem.detail ?? problem.title }];
    return send(reply.code(problem.status), {
      resourceType: 'OperationOutcome',
      issue: faults.map(({ path, message }) => ({
        severity: 'error',
        code: issueCodes[problem.status] ?? 'processing',
        details: { coding: [{ system: 'urn:chanoma:problem', code: problem.code }] },
        diagnostics: path === '' ? message : `${path} ${message}`,
      })),
    });
  });
}

const grantOf = ({ params }: FastifyRequest): string => {
  const { grant } = params as Params;
  if (!z.safeParse(Uuid, grant).success) throw new PlatformError(404, 'health.proxy-unknown');
  return grant;
};

function typeOf({ type }: Params): string {
  if (!Object.hasOwn(resourceKinds, type)) throw new PlatformError(404, 'request.not-found');
  return type;
}

/**
 * The FHIR R4 interface: read and search of a person's own records, or of those she may read for somebody. The token alone
 * says whose: no parameter can name another person.
 */
export async function fhirRoutes(app: FastifyInstance, context: PlatformContext): Promise<void> {
  const tables = context.tables<HealthTables>();

  const search = async (reader: Reader, request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as Params;
    const type = typeOf(params);
    const asked = readSearch(request.query as Record<string, unknown>);
    const filters = await permitted(context, reader, type, 's');
    const { total, resources } = await searchRecords(tables, reader.subject, type, asked, filters);
    return send(reply, {
      resourceType: 'Bundle',
      type: 'searchset',
      total,
      entry: resources.map((resource) => ({ resource })),
    });
  };
  const read = async (reader: Reader, request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as Params;
    const type = typeOf(params);
    const filters = await permitted(context, reader, type, 'r');
    const found = await readRecord(tables, reader.subject, type, params.id, filters);
    if (!found) throw new PlatformError(404, 'health.record-unknown');
    return send(reply, found);
  };

  await app.register(async (scope) => {
    answerOperationOutcomes(scope);
    scope.get('/health/fhir/metadata', async (_request, reply) =>
      send(reply, capabilityStatement(context.clock())),
    );
    scope.get('/health/fhir/:type', async (request, reply) =>
      search(await callingReader(context, request), request, reply),
    );
    scope.get('/health/fhir/:type/:id', async (request, reply) =>
      read(await callingReader(context, request), request, reply),
    );
    scope.get('/health/for/:grant/fhir/:type', async (request, reply) =>
      search(await callingReader(context, request, grantOf(request)), request, reply),
    );
    scope.get('/health/for/:grant/fhir/:type/:id', async (request, reply) =>
      read(await callingReader(context, request, grantOf(request)), request, reply),
    );
  });
}
