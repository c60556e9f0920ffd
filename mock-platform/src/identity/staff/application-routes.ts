import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../../protocol/basics.ts';
import {
  ApplicationQuery,
  ApplicationRequest,
  StaffApplication,
  StaffApplications,
} from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import { cancelApplication, listApplications, openApplication } from '../enrolment/applications.ts';
import { expectedByCustomer } from '../enrolment/customer-book.ts';
import type { StaffCallers } from './caller.ts';

const OneApplication = z.object({ application: Uuid });

/** Applications, opened and taken back by staff; the box's side is in `enrolment/routes.ts`. */
export function applicationRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  callingStaff: StaffCallers,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();

  typed.post(
    '/identity/staff/applications',
    { schema: { body: ApplicationRequest, response: { 201: StaffApplication } } },
    async (request, reply) => {
      const caller = await callingStaff(request);
      const { operator } = caller;
      const box = await context.boxes.find(request.body.box);
      const asked =
        request.body.expected ??
        (box?.operator === operator
          ? await expectedByCustomer(context, { operator, household: box.household })
          : {});
      return reply.code(201).send(await openApplication(context, caller, request.body, asked));
    },
  );

  typed.get(
    '/identity/staff/applications',
    { schema: { querystring: ApplicationQuery, response: { 200: StaffApplications } } },
    async (request) => ({
      applications: await listApplications(context, await callingStaff(request), request.query.household),
    }),
  );

  typed.post(
    '/identity/staff/applications/:application/cancel',
    { schema: { params: OneApplication, response: { 200: StaffApplication } } },
    async (request) => cancelApplication(context, await callingStaff(request), request.params.application),
  );
}
