import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Problem } from '../protocol/problem.ts';
import { PlatformError } from './platform-error.ts';
import { listRoutes, methodsOf } from './route-list.ts';

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export interface FieldFault {
  /** JSON pointer (RFC 6901) */
  path: string;
  message: string;
}

interface ZodIssueLike {
  path: readonly PropertyKey[];
  message: string;
  code?: string | undefined;
  keys?: readonly string[];
}

export const escapePointer = (part: PropertyKey): string =>
  String(part).replaceAll('~', '~0').replaceAll('/', '~1');

export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${escapePointer(part)}`).join('');

/** A message can hold more faults than anybody reads; the answer to it stays short. */
export const mostFaults = 20;

/** zod's issues as fields, the first ones; an unknown property is named itself, not its parent. */
export function fieldFaults(issues: readonly ZodIssueLike[]): FieldFault[] {
  const faults = issues
    .slice(0, mostFaults)
    .flatMap(({ path, message, code, keys }) =>
      code === 'unrecognized_keys' && keys !== undefined
        ? keys.map((key) => ({ path: pointer([...path, key]), message: 'Unrecognized key' }))
        : [{ path: pointer(path), message }],
    );
  return faults.slice(0, mostFaults);
}

export function problemOf(
  status: number,
  code: string,
  detail?: string,
  errors?: readonly FieldFault[],
): Problem {
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

const codesOfFramework: Record<number, string> = {
  413: 'request.too-large',
  415: 'request.media-type',
  429: 'request.too-many',
};

/** What any thrown value looks like from outside: internals stay inside. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof PlatformError) {
    const detail = error.message === error.code ? undefined : error.message;
    return problemOf(error.status, error.code, detail, error.errors);
  }
  const status = (error as FastifyError | undefined)?.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const code = codesOfFramework[status] ?? 'request.malformed';
    const message = (error as FastifyError).message;
    return problemOf(
      status,
      code,
      undefined,
      code === 'request.malformed' ? [{ path: '', message }] : undefined,
    );
  }
  return problemOf(500, 'platform.failed');
}

/** Every error answer of the platform has the same form (RFC 9457). To be called before any route is made. */
export function answerErrorsAsProblems(app: FastifyInstance): void {
  listRoutes(app);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOfError(error);
    if (problem.status >= 500) {
      const { name, message, stack } = error as Error;
      request.log.error({ name, message, stack, route: request.routeOptions.url }, 'request failed');
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(app.registeredRoutes, request.url);
    // A route that takes the method may find nothing there itself.
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(reply, problemOf(404, 'request.not-found'));
    return sendProblem(reply.header('allow', methods.join(', ')), problemOf(405, 'request.method'));
  });
}
