import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { AuthenticationLink, CertificateName, RenewalLink } from '../protocol/certification.ts';
import type { PlatformContext } from '../server/context.ts';
import { randomSecret } from '../server/key-folder.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { Certification } from './certification.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/**
 * Lets an approved verifier (署名検証者) in. The mock has one: the platform's own identity part, which finds the
 * secret `certification-verifier` in the key folder of the same installation.
 * @throws PlatformError 401 `verifier.unknown`
 */
async function callingVerifier(request: FastifyRequest, { keys }: PlatformContext): Promise<void> {
  const secret = Buffer.from(keys.readOrCreate('certification-verifier', randomSecret));
  const expected = sha256(`Bearer ${secret.toString('base64url')}`);
  if (!timingSafeEqual(sha256(request.headers.authorization ?? ''), expected)) {
    throw new PlatformError(401, 'verifier.unknown');
  }
}

/**
 * What approved verifiers are told about how certificates belong together; serials travel in bodies only. Who calls is
 * checked before the body is read: a stranger hears nothing about what it should be.
 */
export function linkRoutes(app: FastifyInstance, context: PlatformContext, { links }: Certification): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/certification/links/authentication',
    {
      onRequest: (request) => callingVerifier(request, context),
      schema: { body: CertificateName, response: { 200: AuthenticationLink } },
    },
    (request) => ({ authentication: links.authenticationOf(request.body) ?? null }),
  );
  typed.post(
    '/certification/links/renewal',
    {
      onRequest: (request) => callingVerifier(request, context),
      schema: { body: CertificateName, response: { 200: RenewalLink } },
    },
    (request) => {
      const { predecessor = null, successor = null } = links.renewalOf(request.body) ?? {};
      return { predecessor, successor };
    },
  );
}
