import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import {
  DeadLetters,
  RelyingParty,
  RelyingPartyId,
  RelyingPartyList,
  UsageQuery,
} from '../../protocol/relying-parties.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { auditQueue } from '../audit/queue.ts';
import { eventFact } from '../audit/record.ts';
import { deadLettersOf, tryDeadLettersAgain } from '../signals/dead-letters.ts';
import type { StaffCallers } from '../staff/caller.ts';
import type { IdentityTables } from '../tables.ts';
import type { UsageCounter } from '../usage/counter.ts';
import { usageAsCsv } from '../usage/csv.ts';
import { endVisits } from '../visits/visits.ts';
import { endRelyingParty, findRelyingParty, keepRelyingParty, listRelyingParties } from './register.ts';

const OneRelyingParty = z.object({ id: RelyingPartyId });
const parties = '/identity/staff/relying-parties';

/** Contracts with service providers; everything of the staff's own operator only (D6). */
function contracts(app: FastifyInstance, context: PlatformContext, callingStaff: StaffCallers): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  typed.get(parties, { schema: { response: { 200: RelyingPartyList } } }, async (request) => {
    const { operator } = await callingStaff(request);
    return { relyingParties: await listRelyingParties(tables, context.clock(), operator) };
  });
  typed.post(parties, { schema: { body: RelyingParty } }, async (request, reply) => {
    const { operator, staff } = await callingStaff(request);
    await keepRelyingParty(context, operator, request.body);
    const record = { operator, staff, relyingParty: request.body.id };
    await auditQueue(context).append(eventFact(context, 'contract.kept', record));
    return reply.code(204).send();
  });
  typed.post(`${parties}/:id/end`, { schema: { params: OneRelyingParty } }, async (request, reply) => {
    const { operator, staff } = await callingStaff(request);
    const { id } = request.params;
    await endRelyingParty(context, id, operator);
    await endVisits(context, { relyingParty: id }, 'contract-ended');
    const record = { operator, staff, relyingParty: id };
    await auditQueue(context).append(eventFact(context, 'contract.ended', record));
    return reply.code(204).send();
  });
}

/** Notices that a service provider did not take. */
function deadLetters(app: FastifyInstance, context: PlatformContext, callingStaff: StaffCallers): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  const owned = async (operator: string, id: string): Promise<string> => {
    const contract = await findRelyingParty(tables, id, context.clock());
    if (contract?.operator !== operator) throw new PlatformError(404, 'contract.unknown');
    return id;
  };
  typed.get(
    `${parties}/:id/dead-letters`,
    { schema: { params: OneRelyingParty, response: { 200: DeadLetters } } },
    async (request) => {
      const { operator } = await callingStaff(request);
      return { deadLetters: await deadLettersOf(tables, await owned(operator, request.params.id)) };
    },
  );
  typed.post(
    `${parties}/:id/dead-letters/retry`,
    { schema: { params: OneRelyingParty } },
    async (request, reply) => {
      const { operator } = await callingStaff(request);
      await tryDeadLettersAgain(tables, await owned(operator, request.params.id), context.clock());
      return reply.code(204).send();
    },
  );
}

/** What a cable operator's staff may do about service providers outside and the bill. */
export function relyingPartyRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  callingStaff: StaffCallers,
  usage: UsageCounter,
): void {
  contracts(app, context, callingStaff);
  deadLetters(app, context, callingStaff);
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/identity/staff/usage.csv', { schema: { querystring: UsageQuery } }, async (request, reply) => {
      const { operator } = await callingStaff(request);
      const { from, to } = request.query;
      await usage.flush();
      const csv = await usageAsCsv(context.tables<IdentityTables>(), { from, to, operator });
      return reply.type('text/csv; charset=utf-8').send(csv);
    });
}
