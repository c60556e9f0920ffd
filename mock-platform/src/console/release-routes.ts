import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod/mini';
import { keepDraft, listDrafts, showDraft } from '../alerts/release/drafts.ts';
import { needsTwoPersons } from '../alerts/release/policy.ts';
import { approveDraft, closeDraft } from '../alerts/release/release.ts';
import { MunicipalityCode, Uuid } from '../protocol/basics.ts';
import { DraftEntry, SeenVersion, SeenWithReason, WaitingOrder, WaitingOrders } from '../protocol/release.ts';
import type { PlatformContext } from '../server/context.ts';
import { requireOwnOrigin } from '../server/own-addresses.ts';
import { callingOfficial } from './officials.ts';

const Town = z.object({ municipality: MunicipalityCode });
const Draft = z.object({ municipality: MunicipalityCode, id: Uuid });
const drafts = '/console/towns/:municipality/drafts';

/** The way of an order from who writes it to who releases it: the only way to the televisions. */
export function releaseRoutes(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(drafts, { schema: { params: Town, response: { 200: WaitingOrders } } }, async (request) => {
    const { municipality } = request.params;
    await callingOfficial(context, request, municipality);
    return { drafts: await listDrafts(context, municipality) };
  });
  typed.post(
    drafts,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Town, body: DraftEntry, response: { 200: WaitingOrder } },
    },
    async (request) => {
      const { municipality } = request.params;
      const official = await callingOfficial(context, request, municipality, 'writer');
      const { draft, submit } = request.body;
      const version = await keepDraft(context, official, request.body);
      const alone = draft.status === 'drill' || !(await needsTwoPersons(context, municipality));
      if (submit && alone) await approveDraft(context, official, draft.id, { version });
      return showDraft(context, municipality, draft.id);
    },
  );
  typed.post(
    `${drafts}/:id/release`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Draft, body: SeenVersion, response: { 200: WaitingOrder } },
    },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality, 'approver');
      await approveDraft(context, official, id, request.body);
      return showDraft(context, municipality, id);
    },
  );
  typed.post(
    `${drafts}/:id/override`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Draft, body: SeenWithReason, response: { 200: WaitingOrder } },
    },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality, 'writer');
      const { version, reason } = request.body;
      await approveDraft(context, official, id, { version, override: reason });
      return showDraft(context, municipality, id);
    },
  );
  typed.post(
    `${drafts}/:id/return`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Draft, body: SeenWithReason, response: { 200: WaitingOrder } },
    },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality, 'approver');
      const { version, reason } = request.body;
      await closeDraft(context, official, id, version, 'returned', reason);
      return showDraft(context, municipality, id);
    },
  );
  typed.post(
    `${drafts}/:id/withdraw`,
    {
      onRequest: requireOwnOrigin,
      schema: { params: Draft, body: SeenVersion, response: { 200: WaitingOrder } },
    },
    async (request) => {
      const { municipality, id } = request.params;
      const official = await callingOfficial(context, request, municipality, 'writer');
      await closeDraft(context, official, id, request.body.version, 'withdrawn');
      return showDraft(context, municipality, id);
    },
  );
}
