import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PlatformContext } from '../server/context.ts';
import type { Certification } from './certification.ts';
import { authorities } from './names.ts';

const MAX_REQUEST_BYTES = 8192;

const authorityOf = (name: string) => authorities.find((authority) => authority === name);

interface ListAddress {
  authority: string;
  issuer: string;
  municipality?: string;
}

/** Revocation lists and status answers: for everybody who reaches the mock (the real one asks for a contract). */
export function statusRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  certification: Certification,
): void {
  app.addContentTypeParser(
    'application/ocsp-request',
    { parseAs: 'buffer', bodyLimit: MAX_REQUEST_BYTES },
    (_request, body, done) => done(null, body),
  );

  async function sendList(request: FastifyRequest<{ Params: ListAddress }>, reply: FastifyReply) {
    const { authority: name, issuer, municipality } = request.params;
    const authority = authorityOf(name);
    if (!authority || !/^\d{6}$/.test(municipality ?? '000000')) return reply.callNotFound();
    const list = certification.revocationListOf(authority, issuer, municipality);
    if (!list) return reply.callNotFound();
    const etag = `"${createHash('sha256').update(list).digest('base64url')}"`;
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/pkix-crl').send(list);
  }
  app.get<{ Params: ListAddress }>('/certification/crl/:authority/:issuer', sendList);
  app.get<{ Params: ListAddress }>('/certification/crl/:authority/:issuer/:municipality', sendList);

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
}
