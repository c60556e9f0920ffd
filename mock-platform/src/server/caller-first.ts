import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Says who calls, or refuses. */
export type CallerCheck<Caller> = (request: FastifyRequest) => Promise<Caller>;

/** The same check, made once for each request however often it is asked. */
export function oncePerRequest<Caller>(check: CallerCheck<Caller>): CallerCheck<Caller> {
  const made = new WeakMap<FastifyRequest, Promise<Caller>>();
  return (request) => {
    const found = made.get(request) ?? check(request);
    made.set(request, found);
    return found;
  };
}

/**
 * Checks who calls before anything of the message is read, at every address of this scope that begins so: who shows no
 * good token hears nothing about what the message should be.
 */
export function callerFirst(app: FastifyInstance, prefix: string, check: CallerCheck<unknown>): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.url?.startsWith(prefix)) await check(request);
  });
}
