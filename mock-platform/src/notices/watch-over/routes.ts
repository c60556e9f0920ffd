import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { Uuid } from '../../protocol/basics.ts';
import { PlannedAbsence, WatchOverAgreement, WatchOverStanding } from '../../protocol/watch-over.ts';
import type { PlatformContext } from '../../server/context.ts';
import { agree, cancelAbsence, planAbsence, standingOf } from './agreements.ts';
import { askToday, tellHousehold } from './questions.ts';

/**
 * What a resident may see and say of being watched over, after a login at the own television. The audience is `town`: the
 * question carries the name under which the town, and so the box, knows the resident.
 */
export function watchOverRoutes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/town/watch-over', { schema: { response: { 200: WatchOverStanding } } }, async (request) =>
    standingOf(context, await context.callers.person(request, 'town')),
  );
  typed.post(
    '/town/watch-over/agreement',
    { schema: { body: WatchOverAgreement, response: { 200: WatchOverStanding } } },
    async (request) => {
      const caller = await context.callers.person(request, 'town');
      await agree(context, caller, request.body);
      await askToday(context);
      await tellHousehold(context, caller.municipality, caller.household);
      return standingOf(context, caller);
    },
  );
  typed.post(
    '/town/watch-over/absences',
    { schema: { body: PlannedAbsence, response: { 200: WatchOverStanding } } },
    async (request) => {
      const caller = await context.callers.person(request, 'town');
      await planAbsence(context, caller.sub, request.body);
      return standingOf(context, caller);
    },
  );
  typed.post(
    '/town/watch-over/absences/:absence/cancel',
    { schema: { params: z.object({ absence: Uuid }), response: { 200: WatchOverStanding } } },
    async (request) => {
      const caller = await context.callers.person(request, 'town');
      await cancelAbsence(context, caller.sub, request.params.absence);
      return standingOf(context, caller);
    },
  );
}
