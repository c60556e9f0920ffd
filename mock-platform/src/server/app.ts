import Fastify, { type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { cameFromLocalNetwork } from './local-network/door.ts';
import { addressFault, type OwnAddresses } from './own-addresses.ts';
import { PlatformError } from './platform-error.ts';
import { answerErrorsAsProblems, problemOf, sendProblem } from './problems.ts';
import { textFaults } from './text.ts';
import { validatorCompiler } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Lets pages of other origins call this route (no CORS headers are sent all the same). */
    anyOrigin?: boolean;
  }
}

/** Our own spellings, by the way that a request took. */
export interface AddressesByWay {
  loopback: OwnAddresses;
  localNetwork: OwnAddresses | undefined;
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

const bodyLimitBytes = 256 * 1024;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};
const contentSecurityPolicy =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Loopback's plain HTTP and the local network's TLS are served by the same routes; cookies of the latter stay there. */
function keepCookiesToTls(reply: FastifyReply): void {
  const cookies = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  if (cookies.length === 0) return;
  reply.removeHeader('set-cookie');
  reply.header(
    'set-cookie',
    cookies.map((cookie) => (/;\s*secure/i.test(cookie) ? cookie : `${cookie}; Secure`)),
  );
}

/**
 * fastify with our guards, headers, validation and error answers; routes come from the modules. Behind a proxy on this
 * machine the callers' addresses are those that the proxy names.
 */
export function createApp(own: AddressesByWay, logLevel: LogLevel, behindProxy: boolean): FastifyInstance {
  // zod/mini brings no wording of its own: without a locale every fault reads "Invalid input".
  z.config(z.locales.en());
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: logLevel, base: null },
    trustProxy: behindProxy ? 'loopback' : false,
    // Requests come through our own two loopback servers.
    forceCloseConnections: true,
    // An address that cannot be read reaches none of our hooks.
    frameworkErrors: (_error, _request, reply) =>
      sendProblem(
        reply.headers({ ...securityHeaders, 'cache-control': 'no-store' }),
        problemOf(400, 'request.malformed', 'In the address.', [
          { path: '', message: 'Not a valid address.' },
        ]),
      ),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrorsAsProblems(app);
  app.addHook('onRequest', async (request) => {
    const here = (cameFromLocalNetwork(request.raw) && own.localNetwork) || own.loopback;
    const fault = addressFault(request.headers, here, request.routeOptions.config?.anyOrigin === true);
    if (fault !== undefined) throw new PlatformError(403, fault);
  });
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const [part, message] of Object.entries({ params, query, body })) {
      const faults = textFaults(message);
      if (faults.length > 0) throw new PlatformError(400, 'request.malformed', `In ${part}.`, faults);
    }
  });
  app.addHook('onSend', async (request, reply) => {
    reply.headers(securityHeaders);
    if (cameFromLocalNetwork(request.raw)) keepCookiesToTls(reply);
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', contentSecurityPolicy);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  // The pattern of the route, never the address itself: queries and path parts may name people (D14).
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info(
      { method, route: routeOptions.url ?? 'none', status: reply.statusCode, milliseconds },
      'answered',
    );
  });
  return app as unknown as FastifyInstance;
}
