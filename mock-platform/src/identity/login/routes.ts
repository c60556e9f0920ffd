import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  Challenge,
  ChallengeRequest,
  LoginProblem,
  LoginRequest,
  LoginVerdict,
} from '../../protocol/identity.ts';
import { Problem } from '../../protocol/problem.ts';
import type { RefusalCode } from '../../protocol/refusals.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { problemOf } from '../../server/problems.ts';
import { recordLogin } from '../audit/record.ts';
import { callingBox } from '../calling-box.ts';
import type { IdentityTables } from '../tables.ts';
import { makeChallenge } from './challenges.ts';
import type { LoginEnvironment } from './environment.ts';
import { decideLogin } from './login.ts';
import { readStatement, type Statement } from './statement.ts';

/** What the town, and so the box's list of residents, knows a person by. */
export const residentSector = 'town';

const statusOf = (code: RefusalCode): 403 | 429 | 503 => {
  if (code === 'revocation.unavailable') return 503;
  return code === 'login.too-many' ? 429 : 403;
};

/** Only with these may a refusal say whose card it is: at its holder's own television (D2). */
const namesHolder: ReadonlySet<RefusalCode> = new Set(['login.proof-missing', 'login.reenrol']);

function refuseTooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return reply
    .header('retry-after', String(seconds))
    .code(429)
    .type('application/problem+json')
    .send(problemOf(429, 'login.too-many'));
}

/**
 * The calling box and what it swore. A blocked box is heard, so that the attempt is judged and recorded like any other.
 * @throws PlatformError 403 `box.unknown` when no registered box signed the statement (recorded as well);
 * 400 `request.malformed`
 */
async function swornBy(
  context: PlatformContext,
  request: FastifyRequest,
  jws: string,
): Promise<{ box: RegisteredBox; statement: Statement }> {
  const caller = await context.callers.box(request, 'identity');
  const box = await context.boxes.find(caller.client_id);
  const statement = box && readStatement(jws, box);
  if (box && statement) return { box, statement };
  await recordLogin(context, {
    box: caller.client_id,
    service: 'unread',
    askedTier: 'unread',
    tier: undefined,
    allowed: false,
    code: 'box.unknown',
    pinUsedBefore: false,
    notRevoked: false,
    realCard: false,
    signature: 'not-asked',
    serial: undefined,
    person: undefined,
  });
  throw new PlatformError(403, 'box.unknown', 'The statement is not signed by this box.');
}

function challenges(app: FastifyInstance, { context, counters }: LoginEnvironment): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/identity/challenges',
      { schema: { body: ChallengeRequest, response: { 201: Challenge, 429: Problem } } },
      async (request, reply) => {
        const box = await callingBox(context, request);
        const now = context.clock();
        const wait = counters.challenges.waitOf(box.box, now);
        if (wait !== undefined) return refuseTooMany(reply, wait);
        counters.challenges.count(box.box, now);
        const challenge = await makeChallenge(context.tables<IdentityTables>(), box.box, request.body, now);
        return reply.code(201).send(challenge);
      },
    );
}

/** `POST /identity/challenges` and `POST /identity/logins`, both with a box's own token. */
export function loginRoutes(app: FastifyInstance, environment: LoginEnvironment): void {
  const { context, usage } = environment;
  challenges(app, environment);
  app.withTypeProvider<ZodTypeProvider>().post(
    '/identity/logins',
    {
      schema: {
        body: LoginRequest,
        response: { 200: LoginVerdict, 403: LoginProblem, 429: LoginProblem, 503: LoginProblem },
      },
    },
    async (request, reply) => {
      const { box, statement } = await swornBy(context, request, request.body.statement);
      const trace = (verdict?: string) =>
        context.trace({
          flow: statement.challenge,
          station: 'platform',
          what: 'POST /identity/logins',
          household: box.household,
          ...(verdict === undefined ? {} : { verdict }),
        });
      trace();
      const sources = usage.metered(environment.sources, box.operator, statement.service);
      const decided = await decideLogin({ ...environment, sources }, box, statement);
      const { judgement, person, result, waitSeconds } = decided;
      usage.count(box.operator, statement.service, judgement.allowed ? 'logins-allowed' : 'logins-refused');
      const resident = person && context.pairwise(residentSector, person);
      if (!judgement.allowed || !result || !resident) {
        const code = judgement.allowed ? 'login.other-household' : judgement.code;
        trace(code);
        if (code === 'login.too-many') return refuseTooMany(reply, waitSeconds ?? 1);
        const status = statusOf(code);
        const known = namesHolder.has(code) && resident ? { resident } : {};
        return reply
          .code(status)
          .type('application/problem+json')
          .send({ ...problemOf(status, code), ...known });
      }
      trace(judgement.unconfirmed ? 'unconfirmed' : 'allowed');
      return reply.send({
        result: result.token,
        expiresAt: result.expiresAt.toISOString(),
        tier: judgement.tier,
        ...(result.pinUntil ? { pinUntil: result.pinUntil.toISOString() } : {}),
        resident,
        services: [...result.services],
        ...(judgement.unconfirmed ? { unconfirmed: true as const } : {}),
        ...(decided.notices.length > 0 ? { notices: [...decided.notices] } : {}),
      });
    },
  );
}
