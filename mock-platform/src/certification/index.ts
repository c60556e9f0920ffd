import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { PlatformContext, PlatformModule } from '../server/context.ts';
import { closeCertification, openCertification } from './certification.ts';
import { authorities } from './names.ts';

export { type Certification, openCertification } from './certification.ts';
export type { CardFile, CardOrder, IssuedCard } from './issue.ts';
export type { Authority } from './names.ts';
export type { RevocationReason } from './register.ts';

const MAX_REQUEST_BYTES = 8192;

/** Revocation lists and status answers over HTTP, for machines; exists only in the demo. */
export const certificationModule: PlatformModule = {
  name: 'certification',
  migrations: {},
  async routes(app: FastifyInstance, context: PlatformContext) {
    const { dataDirectory } = context.configuration;
    const certification = await openCertification(dataDirectory, context.clock);
    context.onClose(() => closeCertification(dataDirectory));
    const authorityOf = (name: string) => authorities.find((authority) => authority === name);

    app.addContentTypeParser(
      'application/ocsp-request',
      { parseAs: 'buffer', bodyLimit: MAX_REQUEST_BYTES },
      (_request, body, done) => done(null, body),
    );

    app.get<{ Params: { authority: string; municipality: string } }>(
      '/certification/crl/:authority/:municipality',
      async (request, reply) => {
        const authority = authorityOf(request.params.authority);
        if (!authority || !/^\d{6}$/.test(request.params.municipality)) return reply.callNotFound();
        const list = certification.revocationList(authority, request.params.municipality);
        const etag = `"${createHash('sha256').update(list).digest('base64url')}"`;
        reply.header('etag', etag).header('cache-control', 'no-cache');
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        return reply.type('application/pkix-crl').send(list);
      },
    );

    app.post<{ Params: { authority: string }; Body: unknown }>(
      '/certification/ocsp/:authority',
      async (request, reply) => {
        const authority = authorityOf(request.params.authority);
        if (!authority) return reply.callNotFound();
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const answer = certification.answerStatusRequest(authority, body);
        context.trace({ flow: 'revocation', station: 'certification', what: 'OCSP' });
        return reply.type('application/ocsp-response').header('cache-control', 'no-store').send(answer);
      },
    );
  },
};
