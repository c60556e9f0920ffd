import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import type { PlatformContext } from '../../server/context.ts';
import { cameFromLocalNetwork } from '../../server/local-network/door.ts';
import { mountPath } from './provider.ts';

/** The provider adds the hash of its own script where it sends a form by itself. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Hands requests under the mount path to the provider, which reads bodies itself. It is told the configured public
 * address instead of the one in the request, so that the addresses it compares DPoP proofs with are always the same; a phone
 * on the local network stays at the address, one of our own, by which it came.
 */
export async function mountProvider(
  app: FastifyInstance,
  context: PlatformContext,
  provider: Provider,
): Promise<void> {
  const { protocol, host } = new URL(context.configuration.publicUrl);
  const callback = provider.callback();
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${mountPath}/*`, (request, reply) => {
      const raw = request.raw as IncomingMessage & { originalUrl?: string };
      raw.originalUrl = raw.url ?? '';
      raw.url = raw.originalUrl.slice(mountPath.length);
      const byPhone = cameFromLocalNetwork(raw);
      raw.headers['x-forwarded-proto'] = byPhone ? 'https' : protocol.slice(0, -1);
      raw.headers['x-forwarded-host'] = byPhone ? raw.headers.host : host;
      // Answers of the provider pass none of our hooks.
      reply.raw.setHeader('x-content-type-options', 'nosniff');
      reply.raw.setHeader('content-security-policy', contentSecurityPolicy);
      reply.hijack();
      callback(raw, reply.raw);
    });
  });
}
