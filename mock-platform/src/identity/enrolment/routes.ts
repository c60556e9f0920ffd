import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../../protocol/basics.ts';
import {
  ApplicationForm,
  EnrolmentRequest,
  EnrolmentStatement,
  EnrolmentVerdict,
} from '../../protocol/identity.ts';
import { Problem } from '../../protocol/problem.ts';
import { type CodeMeaning, problemCodes, refusalMeanings } from '../../protocol/problem-codes.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { problemOf } from '../../server/problems.ts';
import { callingBox } from '../calling-box.ts';
import { residentSector } from '../login/routes.ts';
import { readSworn } from '../sworn.ts';
import { applicationAt } from './applications.ts';
import { decideEnrolment } from './decide.ts';
import type { EnrolmentEnvironment } from './find-out.ts';
import { readForm } from './form.ts';
import type { EnrolmentRefusal } from './judge.ts';

const enrolmentType = 'chanoma-enrolment+jwt';
const OneApplication = z.object({ id: Uuid });
/** Only the id is looked at before the form is known; what was signed is compared byte for byte later. */
const SignedForm = z.object({ application: Uuid });

const meanings: Record<EnrolmentRefusal, CodeMeaning> = { ...refusalMeanings, ...problemCodes };

/** @throws PlatformError 404 `enrolment.application-unknown` when it is no form at all */
function applicationIn(statement: z.infer<typeof EnrolmentStatement>): string {
  try {
    const text = Buffer.from(statement.application, 'base64url').toString('utf8');
    return SignedForm.parse(JSON.parse(text)).application;
  } catch {
    throw new PlatformError(404, 'enrolment.application-unknown');
  }
}

/** `GET /identity/applications/:id` and `POST /identity/enrolments`, both with a box's own token. */
export function enrolmentRoutes(app: FastifyInstance, environment: EnrolmentEnvironment): void {
  const { context } = environment;
  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.get(
    '/identity/applications/:id',
    { schema: { params: OneApplication, response: { 200: ApplicationForm } } },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const { form } = await applicationAt(context, box, request.params.id);
      // The card signs these bytes: they leave as they are stored.
      return reply
        .type('application/json; charset=utf-8')
        .serializer(() => form)
        .send(readForm(form));
    },
  );

  typed.post(
    '/identity/enrolments',
    {
      schema: {
        body: EnrolmentRequest,
        response: {
          200: EnrolmentVerdict,
          403: Problem,
          404: Problem,
          409: Problem,
          429: Problem,
          503: Problem,
        },
      },
    },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const statement = readSworn(request.body.statement, box, enrolmentType, EnrolmentStatement);
      if (!statement || statement.box !== box.box) {
        throw new PlatformError(403, 'box.unknown', 'The statement is not signed by this box.');
      }
      const application = await applicationAt(context, box, applicationIn(statement));
      const sources = environment.usage.metered(environment.sources, box.operator, 'identity');
      const decided = await decideEnrolment({ ...environment, sources }, box, application, statement);
      if (decided.code !== undefined) {
        const { status } = meanings[decided.code];
        if (status === 429) reply.header('retry-after', String(decided.waitSeconds));
        return reply
          .code(status as 403)
          .type('application/problem+json')
          .send(problemOf(status, decided.code));
      }
      return reply.send({
        resident: context.pairwise(residentSector, decided.person),
        certificate: decided.certificate,
        services: readForm(application.form).services,
      });
    },
  );
}
