import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type Provider from 'oidc-provider';
import * as z from 'zod/mini';
import { Uuid } from '../../protocol/basics.ts';
import {
  ApproveRequest,
  ConsentQuestion,
  Consents,
  FederationRequest,
  FederationRequests,
  RequestClaim,
  SessionEnd,
  SessionEnded,
  TelevisionCode,
} from '../../protocol/federation.ts';
import { RelyingPartyId, type RelyingPartyScope } from '../../protocol/relying-parties.ts';
import type { PlatformContext } from '../../server/context.ts';
import { phoneAddress } from '../../server/local-network/phone-address.ts';
import { PlatformError } from '../../server/platform-error.ts';
import { auditQueue } from '../audit/queue.ts';
import { eventFact } from '../audit/record.ts';
import { callingBox } from '../calling-box.ts';
import { mountPath } from '../provider/provider.ts';
import { findRelyingParty } from '../relying-parties/register.ts';
import type { IdentityTables } from '../tables.ts';
import type { UsageCounter } from '../usage/counter.ts';
import { endVisits, personsCalled } from '../visits/visits.ts';
import { approveRequest, freshLogin } from './approve.ts';
import { RequestClaims } from './claim.ts';
import { consentsOf, endConsent } from './consents.ts';
import { refuseDevice } from './device-login.ts';
import { requestsAt, settleRequest, type WaitingRequest } from './requests.ts';
import { consentSentence } from './sentence.ts';
import { makeTelevisionCode } from './television-codes.ts';

const OneRequest = z.object({ id: Uuid });
const OneRelyingParty = z.object({ id: RelyingPartyId });

async function describe(
  context: PlatformContext,
  waiting: WaitingRequest,
): Promise<FederationRequest | undefined> {
  const contract = await findRelyingParty(
    context.tables<IdentityTables>(),
    waiting.relying_party,
    context.clock(),
  );
  if (!contract) return undefined;
  const scopes = waiting.scopes.split(' ') as RelyingPartyScope[];
  return {
    id: waiting.id,
    relyingParty: contract.id,
    name: contract.name,
    number: waiting.number,
    tier: waiting.tier,
    scopes,
    sentence: consentSentence(contract, scopes),
    expiresAt: waiting.expires_at.toISOString(),
  };
}

/** Logins at service providers that wait for a card at the calling box. */
function requests(
  app: FastifyInstance,
  context: PlatformContext,
  provider: Provider,
  usage: UsageCounter,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  const claims = new RequestClaims(context, provider);
  typed.post(
    '/identity/requests/codes',
    { schema: { response: { 201: TelevisionCode } } },
    async (request, reply) => {
      const { box } = await callingBox(context, request);
      const { code, expiresAt } = await makeTelevisionCode(tables, box, context.clock());
      const { address: phonePage } = phoneAddress(context, `${mountPath}/device`);
      return reply
        .code(201)
        .send({ code, expiresAt: expiresAt.toISOString(), ...(phonePage ? { phonePage } : {}) });
    },
  );
  typed.post(
    '/identity/requests/claims',
    { schema: { body: RequestClaim, response: { 201: FederationRequest } } },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const waiting = await claims.claim(box, request.body.number);
      context.boxes.tellRequestsChanged(box.box);
      const described = await describe(context, waiting);
      if (!described) throw new PlatformError(404, 'federation.number-unknown');
      return reply.code(201).send(described);
    },
  );
  typed.get('/identity/requests', { schema: { response: { 200: FederationRequests } } }, async (request) => {
    const { box } = await callingBox(context, request);
    const waiting = await requestsAt(tables, box, context.clock());
    const described = await Promise.all(waiting.map((one) => describe(context, one)));
    return { requests: described.filter((one) => one !== undefined) };
  });
  typed.post(
    '/identity/requests/:id/approve',
    { schema: { params: OneRequest, body: ApproveRequest } },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const { relyingParty } = await approveRequest(context, provider, box, request.params.id, request.body);
      usage.count(box.operator, relyingParty, 'logins-elsewhere');
      return reply.code(204).send();
    },
  );
  typed.post('/identity/requests/:id/deny', { schema: { params: OneRequest } }, async (request, reply) => {
    const { box } = await callingBox(context, request);
    const { id } = request.params;
    const denied = await settleRequest(tables, { id, box, now: context.clock() }, { state: 'denied' });
    if (!denied) throw new PlatformError(404, 'federation.request-unknown');
    context.boxes.tellRequestsChanged(box);
    await refuseDevice(provider, denied);
    return reply.code(204).send();
  });
}

/** What a person agreed to, for the person; a fresh login at the calling box says who that is. */
function consents(app: FastifyInstance, context: PlatformContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  typed.post(
    '/identity/consents',
    { schema: { body: ConsentQuestion, response: { 200: Consents } } },
    async (request) => {
      const box = await callingBox(context, request);
      const { person } = await freshLogin(context, box, request.body.result);
      const held = await consentsOf(tables, person);
      return { consents: held.map(({ from, ...consent }) => ({ ...consent, from: from.toISOString() })) };
    },
  );
  typed.post(
    '/identity/consents/:id/revoke',
    { schema: { params: OneRelyingParty, body: ConsentQuestion } },
    async (request, reply) => {
      const box = await callingBox(context, request);
      const { person } = await freshLogin(context, box, request.body.result);
      const { id: relyingParty } = request.params;
      // Visits first: their providers still hear that they ended.
      await endVisits(context, { persons: [person], relyingParty }, 'consent-revoked');
      if (!(await endConsent(tables, person, relyingParty, context.clock()))) {
        throw new PlatformError(404, 'federation.consent-unknown');
      }
      const record = { box: box.box, relyingParty };
      await auditQueue(context).append(eventFact(context, 'consent.revoked', { ...record, person }));
      return reply.code(204).send();
    },
  );
}

/** What a box asks about service providers outside; all with the box's own token. */
export function federationRoutes(
  app: FastifyInstance,
  context: PlatformContext,
  provider: Provider,
  usage: UsageCounter,
): void {
  requests(app, context, provider, usage);
  consents(app, context);
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/identity/sessions/end',
      { schema: { body: SessionEnd, response: { 200: SessionEnded } } },
      async (request) => {
        const { box, household } = await callingBox(context, request);
        const { resident, reason } = request.body;
        const persons =
          resident === undefined ? {} : { persons: await personsCalled(context, household, resident) };
        return { ended: await endVisits(context, { box, ...persons }, reason) };
      },
    );
}
