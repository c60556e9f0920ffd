import type { FastifySchemaCompiler } from 'fastify';
import * as z from 'zod/mini';
import { PlatformError } from './platform-error.ts';
import { fieldFaults } from './problems.ts';

/** zod as fastify's validator: a fault becomes 400 `request.malformed` naming every field. */
export const validatorCompiler: FastifySchemaCompiler<z.core.$ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const result = z.core.safeParse(schema, data);
    if (result.success) return { value: result.data };
    const where = `In ${httpPart ?? 'the request'}.`;
    return { error: new PlatformError(400, 'request.malformed', where, fieldFaults(result.error.issues)) };
  };
