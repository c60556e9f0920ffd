import type { FastifyInstance } from 'fastify';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { Subject, Uuid } from '../protocol/basics.ts';
import { type NoticeRefused, ResidentEnrolled, residentEnrolledEvent } from '../protocol/signals.ts';
import type { PlatformContext } from '../server/context.ts';
import { enterResident } from './enter-resident.ts';

const mostBytes = 16_384;

/** What a notice says, once it is known who sent it. */
const Notice = z.object({
  jti: Uuid,
  sub_id: z.object({ format: z.literal('iss_sub'), sub: Subject }),
  events: z.object({ [residentEnrolledEvent]: ResidentEnrolled }),
});

class Refused extends Error {
  constructor(
    readonly err: NoticeRefused['err'],
    description: string,
  ) {
    super(description);
  }
}

/** The town that a notice is for stands in its audience, as its contract is called. */
function municipalityOf({ aud }: JWTPayload): string {
  const municipality = typeof aud === 'string' ? /^town-(\d{6})(-|$)/.exec(aud)?.[1] : undefined;
  if (!municipality) throw new Refused('invalid_audience', 'Not for a town here.');
  return municipality;
}

async function verified(
  token: string,
  issuer: string,
  keys: JWTVerifyGetKey,
  now: Date,
): Promise<JWTPayload> {
  try {
    const rules = { issuer, typ: 'secevent+jwt', algorithms: ['ES256'], currentDate: now };
    return (await jwtVerify(token, keys, rules)).payload;
  } catch (error) {
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') {
      throw new Refused('invalid_issuer', 'Not from the provider of this platform.');
    }
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
      throw new Refused('invalid_key', 'Not signed by the provider.');
    }
    if (error instanceof errors.JOSEError)
      throw new Refused('invalid_request', 'Not a security event token.');
    throw error;
  }
}

async function take(context: PlatformContext, payload: JWTPayload): Promise<void> {
  const municipality = municipalityOf(payload);
  const events = Object.keys((payload.events ?? {}) as object);
  // Of other things the register takes note by not minding them.
  if (!events.includes(residentEnrolledEvent)) return;
  const notice = Notice.safeParse(payload);
  if (!notice.success) throw new Refused('invalid_request', 'Not what this event says.');
  const { jti: id, sub_id, events: told } = notice.data;
  const { household, claims } = told[residentEnrolledEvent];
  const { name: fullName, address, birthdate: birthDate, gender } = claims;
  const facts = { fullName, address: address.formatted, birthDate, gender };
  await enterResident(context, { id, municipality, subject: sub_id.sub, household, facts });
}

/**
 * `POST /town/change-notices`: signed notices about residents (RFC 8417, pushed by RFC 8935). What counts is the signature of
 * the platform's OpenID provider, whose keys are asked for over HTTP as any municipality elsewhere would.
 */
export function changeNotices(app: FastifyInstance, context: PlatformContext): void {
  const { port, publicUrl } = context.configuration;
  const issuer = `${publicUrl.replace(/\/$/, '')}/oidc`;
  const keys = createRemoteJWKSet(new URL(`http://localhost:${port}/oidc/jwks`));
  app.addContentTypeParser(
    'application/secevent+jwt',
    { parseAs: 'string', bodyLimit: mostBytes },
    (_request, body, done) => done(null, body),
  );
  app.post<{ Body: unknown }>('/town/change-notices', async (request, reply) => {
    try {
      const token = typeof request.body === 'string' ? request.body : '';
      await take(context, await verified(token, issuer, keys, context.clock()));
      return reply.code(202).send();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused: NoticeRefused = { err: error.err, description: error.message };
      return reply.code(400).type('application/json').send(refused);
    }
  });
}
