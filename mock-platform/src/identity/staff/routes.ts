import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Subject } from '../../protocol/basics.ts';
import {
  EndRequest,
  HouseholdMembers,
  LinkPage,
  LinkQuery,
  ProtectionRequest,
  ServicesRequest,
} from '../../protocol/staff.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { auditQueue } from '../audit/queue.ts';
import { eventFact } from '../audit/record.ts';
import { agreeToServices, endLinks } from '../links/end.ts';
import { defaultPage, linksAsCsv, readPosition, writePosition } from '../links/hand-over.ts';
import { linkPage, membersOf } from '../links/members.ts';
import { personOf } from '../links/operator-subject.ts';
import { isProtected, protectPerson } from '../links/protection.ts';
import { erasePerson } from '../persons/erase.ts';
import { personRecord } from '../persons/record.ts';
import { applicationRoutes } from './application-routes.ts';
import type { StaffCallers } from './caller.ts';

const OneHousehold = z.object({ household: z.string().check(z.maxLength(100)) });
const OneMember = z.object({ household: z.string().check(z.maxLength(100)), person: Subject });
const households = '/identity/staff/households';
const member = '/identity/staff/households/:household/members/:person';

/** Links as the operator's customer system gets them. */
function handOver(app: FastifyInstance, context: PlatformContext, callingStaff: StaffCallers): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    `${households}/:household/members`,
    { schema: { params: OneHousehold, response: { 200: HouseholdMembers } } },
    async (request) => {
      const { operator } = await callingStaff(request);
      return { members: await membersOf(context, { operator, household: request.params.household }) };
    },
  );
  typed.get(
    '/identity/staff/links',
    { schema: { querystring: LinkQuery, response: { 200: LinkPage } } },
    async (request) => {
      const { operator, staff } = await callingStaff(request);
      const after = readPosition(context, operator, request.query.after);
      const limit = Number(request.query.limit ?? defaultPage);
      const { links, next } = await linkPage(context, operator, after, limit);
      if (after === undefined) {
        await auditQueue(context).append(eventFact(context, 'links.handed-over', { operator, staff }));
      }
      return { links, ...(next ? { next: writePosition(context, operator, next) } : {}) };
    },
  );
  app.get('/identity/staff/links.csv', async (request, reply) => {
    const { operator, staff } = await callingStaff(request);
    await auditQueue(context).append(eventFact(context, 'links.handed-over', { operator, staff }));
    return reply.type('text/csv; charset=utf-8').send(Readable.from(linksAsCsv(context, operator)));
  });
}

/** What happens to a member of a household. */
function members(app: FastifyInstance, context: PlatformContext, callingStaff: StaffCallers): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const memberOf = ({ household, person }: z.infer<typeof OneMember>) => ({ household, subject: person });
  typed.post(`${member}/end`, { schema: { params: OneMember, body: EndRequest } }, async (request, reply) => {
    await endLinks(context, await callingStaff(request), memberOf(request.params), request.body.reason);
    return reply.code(204).send();
  });
  typed.post(
    `${member}/services`,
    { schema: { params: OneMember, body: ServicesRequest } },
    async (request, reply) => {
      await agreeToServices(
        context,
        await callingStaff(request),
        memberOf(request.params),
        request.body.services,
      );
      return reply.code(204).send();
    },
  );
  typed.post(
    `${member}/protection`,
    { schema: { params: OneMember, body: ProtectionRequest } },
    async (request, reply) => {
      const { protected: on } = request.body;
      await protectPerson(context, await callingStaff(request), memberOf(request.params), on);
      return reply.code(204).send();
    },
  );
  const everMember = ({ household, person }: z.infer<typeof OneMember>, operator: string) =>
    personOf(context, { operator, household }, person, 'ever');
  typed.get(`${member}/record`, { schema: { params: OneMember } }, async (request, reply) => {
    const { operator, staff } = await callingStaff(request);
    const person = await everMember(request.params, operator);
    if (await isProtected(context, person)) throw new PlatformError(404, 'staff.person-unknown');
    await auditQueue(context).append(eventFact(context, 'person.exported', { operator, staff, person }));
    return reply.type('application/json').send(await personRecord(context, person, operator));
  });
  typed.post(`${member}/erase`, { schema: { params: OneMember } }, async (request, reply) => {
    const { operator, staff } = await callingStaff(request);
    const person = await everMember(request.params, operator);
    await erasePerson(context, person, { operator, staff });
    return reply.code(204).send();
  });
}

/** What a cable operator's staff may do about applications and links; everything of their own operator only (D6). */
export function staffRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  callingStaff: StaffCallers,
): void {
  applicationRoutes(app, context, callingStaff);
  handOver(app, context, callingStaff);
  members(app, context, callingStaff);
}
