import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  Challenge,
  ChallengeRequest,
  LoginProblem,
  LoginRequest,
  LoginVerdict,
} from '../../protocol/identity.ts';
import type { RefusalCode } from '../../protocol/refusals.ts';
import type { PlatformContext, RegisteredBox } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { problemOf } from '../../server/problems.ts';
import { recordLogin } from '../audit/record.ts';
import { openedBy } from '../policy.ts';
import type { IdentityTables } from '../tables.ts';
import { makeChallenge } from './challenges.ts';
import { decideLogin, type LoginEnvironment } from './login.ts';
import { makeResult } from './results.ts';
import { readStatement, type Statement } from './statement.ts';

/** What the town, and so the box's list of residents, knows a person by. */
const RESIDENT_SECTOR = 'town';

const statusOf = (code: RefusalCode) => (code === 'revocation.unavailable' ? 503 : 403);

/** The box that calls with its own token. @throws PlatformError 403 `box.unknown`, `box.blocked` */
async function callingBox(context: PlatformContext, request: FastifyRequest): Promise<RegisteredBox> {
  const caller = await context.callers.box(request, 'identity');
  const box = await context.boxes.find(caller.client_id);
  if (!box) throw new PlatformError(403, 'box.unknown');
  if (box.blocked) throw new PlatformError(403, 'box.blocked');
  return box;
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
  const statement = box && (await readStatement(jws, box));
  if (box && statement) return { box, statement };
  await recordLogin(context, {
    box: caller.client_id,
    service: 'unread',
    askedTier: 'unread',
    allowed: false,
    code: 'box.unknown',
    pinUsedBefore: false,
    notRevoked: false,
    realCard: false,
    serial: undefined,
  });
  throw new PlatformError(403, 'box.unknown', 'The statement is not signed by this box.');
}

/** `POST /identity/challenges` and `POST /identity/logins`, both with a box's own token. */
export function loginRoutes(app: FastifyInstance, environment: LoginEnvironment): void {
  const { context } = environment;
  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.post(
    '/identity/challenges',
    { schema: { body: ChallengeRequest, response: { 201: Challenge } } },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const challenge = await makeChallenge(
        context.tables<IdentityTables>(),
        box.box,
        request.body,
        context.clock(),
      );
      return reply.code(201).send(challenge);
    },
  );

  typed.post(
    '/identity/logins',
    { schema: { body: LoginRequest, response: { 200: LoginVerdict, 403: LoginProblem, 503: LoginProblem } } },
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
      const { judgement, person } = await decideLogin(environment, box, statement);
      const resident = person && context.pairwise(RESIDENT_SECTOR, person);
      if (!judgement.allowed || !person || !resident) {
        const code = judgement.allowed ? 'login.other-household' : judgement.code;
        trace(code);
        const status = statusOf(code);
        // Only here may a certificate without proof say whose it is: at its holder's own television (D2).
        const known = code === 'login.proof-missing' && resident ? { resident } : {};
        return reply
          .code(status)
          .type('application/problem+json')
          .send({ ...problemOf(status, code), ...known });
      }
      const { profile } = context.configuration;
      const { tier } = judgement;
      const { token, expiresAt } = await makeResult(
        context.tables<IdentityTables>(),
        { person, household: box.household, box: box.box, tier },
        context.clock(),
      );
      trace('allowed');
      return reply.send({
        result: token,
        expiresAt: expiresAt.toISOString(),
        tier,
        resident,
        services: openedBy(profile, tier),
      });
    },
  );
}
