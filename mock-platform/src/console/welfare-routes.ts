import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { closeReport, watchOverDesk } from '../notices/watch-over/officer.ts';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import { WatchOverDesk } from '../protocol/welfare.ts';
import type { PlatformContext } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import type { Account } from './login/accounts.ts';
import { loginRoutes } from './login/routes.ts';
import { callingAccount } from './login/sessions.ts';
import { sendPage } from './pages.ts';

const Town = z.object({ municipality: MunicipalityCode });
const Closing = z.object({ municipality: MunicipalityCode, report: Uuid, outcome: z.enum(['well', 'help']) });
const welfare = '/console/welfare/:municipality';

/** Realm of a town's welfare officers (民生委員): they are no officials and see nothing of the town's desk. */
export const realmOfWelfare = (municipality: string): string => `welfare:${municipality}`;

/** The welfare officer who asks. @throws PlatformError 401 `official.session` */
const callingOfficer = (
  context: PlatformContext,
  request: FastifyRequest,
  municipality: string,
): Promise<Account> => callingAccount(context, request, realmOfWelfare(municipality));

/** What a welfare officer may see: people who named them, and what their silence was. */
export function welfareRoutes(app: FastifyInstance, context: PlatformContext): void {
  loginRoutes(app, context, { path: welfare, params: Town, realmOf: realmOfWelfare });
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(welfare, { schema: { params: Town } }, (_request, reply) => sendPage(reply, 'welfare.html'));
  typed.get(
    `${welfare}/people`,
    { schema: { params: Town, response: { 200: WatchOverDesk } } },
    async (request) => {
      const { municipality } = request.params;
      const { id } = await callingOfficer(context, request, municipality);
      return watchOverDesk(context, municipality, id);
    },
  );
  typed.post(
    `${welfare}/reports/:report/:outcome`,
    { onRequest: requireOwnOrigin, schema: { params: Closing, response: { 200: WatchOverDesk } } },
    async (request) => {
      const { municipality, report, outcome } = request.params;
      const { id } = await callingOfficer(context, request, municipality);
      await closeReport(context, { municipality, official: id, report }, outcome);
      return watchOverDesk(context, municipality, id);
    },
  );
}
