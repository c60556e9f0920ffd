import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  PollAnswer,
  PollRequest,
  pollMethod,
  pushMethod,
  StreamAnswer,
  StreamChange,
  StreamConfiguration,
  StreamQuery,
  StreamRequest,
  StreamStatus,
  TransmitterConfiguration,
  VerificationRequest,
} from '../../protocol/signals.ts';
import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';
import type { SignalsCaller } from './caller.ts';
import { verificationEvent } from './events.ts';
import { queueVerification } from './outbox.ts';
import { poll } from './poll.ts';
import type { SecurityEvents } from './security-event.ts';
import {
  changeStream,
  describeStream,
  endStream,
  makeStream,
  ownStream,
  setStatus,
  streamOf,
  verificationSeconds,
} from './streams.ts';

export interface SignalsParts {
  context: PlatformContext;
  events: SecurityEvents;
  callingRelyingParty: SignalsCaller;
}

const streams = '/identity/signals/streams';

/** Configuration of the one stream that a service provider can have. */
function configuration(app: FastifyInstance, { context, events, callingRelyingParty }: SignalsParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { publicUrl } = context.configuration;
  const tables = context.tables<IdentityTables>();
  typed.post(
    streams,
    { schema: { body: StreamRequest, response: { 201: StreamConfiguration } } },
    async (request, reply) => {
      const contract = await callingRelyingParty(request);
      const stream = await makeStream(context, contract, request.body);
      return reply.code(201).send(describeStream(stream, events.issuer, publicUrl));
    },
  );
  typed.get(
    streams,
    { schema: { querystring: StreamQuery, response: { 200: StreamAnswer } } },
    async (request) => {
      const contract = await callingRelyingParty(request);
      const { stream_id: meant } = request.query;
      const stream = meant ? await ownStream(tables, contract, meant) : await streamOf(tables, contract.id);
      const described = stream && describeStream(stream, events.issuer, publicUrl);
      if (meant && described) return described;
      return described ? [described] : [];
    },
  );
  typed.patch(
    streams,
    { schema: { body: StreamChange, response: { 200: StreamConfiguration } } },
    async (request) => {
      const contract = await callingRelyingParty(request);
      const stream = await changeStream(context, contract, request.body);
      return describeStream(stream, events.issuer, publicUrl);
    },
  );
  typed.delete(streams, { schema: { querystring: StreamQuery } }, async (request, reply) => {
    const contract = await callingRelyingParty(request);
    await endStream(context, await ownStream(tables, contract, request.query.stream_id));
    return reply.code(204).send();
  });
}

function status(app: FastifyInstance, { context, callingRelyingParty }: SignalsParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  typed.get(
    '/identity/signals/status',
    { schema: { querystring: StreamQuery, response: { 200: StreamStatus } } },
    async (request) => {
      const contract = await callingRelyingParty(request);
      const stream = await ownStream(tables, contract, request.query.stream_id);
      const reason = stream.reason === null ? {} : { reason: stream.reason };
      return { stream_id: stream.id, status: stream.status, ...reason };
    },
  );
  typed.post(
    '/identity/signals/status',
    { schema: { body: StreamStatus, response: { 200: StreamStatus } } },
    async (request) => {
      const contract = await callingRelyingParty(request);
      const stream = await ownStream(tables, contract, request.body.stream_id);
      await setStatus(context, stream, request.body);
      return request.body;
    },
  );
}

function notices(app: FastifyInstance, { context, events, callingRelyingParty }: SignalsParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tables = context.tables<IdentityTables>();
  typed.post(
    '/identity/signals/verify',
    { schema: { body: VerificationRequest } },
    async (request, reply) => {
      const contract = await callingRelyingParty(request);
      const { stream_id, state } = request.body;
      await ownStream(tables, contract, stream_id);
      const now = context.clock();
      const recent = await tables
        .selectFrom('identity.delivery')
        .select('id')
        .where('relying_party', '=', contract.id)
        .where('event', '=', verificationEvent)
        .where('at', '>', new Date(now.getTime() - verificationSeconds * 1000))
        .executeTakeFirst();
      if (recent) throw new PlatformError(429, 'request.too-many');
      await queueVerification(tables, { relyingParty: contract.id, now }, state);
      return reply.code(204).send();
    },
  );
  typed.post(
    '/identity/signals/poll',
    { schema: { body: PollRequest, response: { 200: PollAnswer } } },
    async (request) => {
      const contract = await callingRelyingParty(request);
      const stream = await ownStream(tables, contract);
      return poll(context, events, stream, request.body, () => !request.socket.destroyed);
    },
  );
}

/** Transmitter of Shared Signals (SSF 1.0): change notices for service providers under contract. */
export function signalsRoutes(app: FastifyInstance, parts: SignalsParts): void {
  const { context, events } = parts;
  const { publicUrl } = context.configuration;
  // The path of the issuer stands behind (SSF 1.0 §7.2, as in RFC 8414).
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/.well-known/ssf-configuration/oidc',
      { schema: { response: { 200: TransmitterConfiguration } } },
      () => ({
        spec_version: '1_0' as const,
        issuer: events.issuer,
        jwks_uri: `${events.issuer}/jwks`,
        delivery_methods_supported: [pushMethod, pollMethod],
        configuration_endpoint: `${publicUrl}${streams}`,
        status_endpoint: `${publicUrl}/identity/signals/status`,
        verification_endpoint: `${publicUrl}/identity/signals/verify`,
        authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
        default_subjects: 'ALL' as const,
      }),
    );
  configuration(app, parts);
  status(app, parts);
  notices(app, parts);
}
