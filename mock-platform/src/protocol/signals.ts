import * as z from 'zod/mini';
import { Subject, Uuid } from './basics.ts';

/** Resource indicator of the change notices (Shared Signals): service providers fetch tokens for it. */
export const signalsAudience = 'urn:chanoma:signals';

/** Push (RFC 8935) to the address of the contract, or poll (RFC 8936) at ours. */
export const pushMethod = 'urn:ietf:rfc:8935';
export const pollMethod = 'urn:ietf:rfc:8936';

/** That somebody has registered at a television of a municipality: told to its register alone, see `ResidentEnrolled`. */
export const residentEnrolledEvent = 'urn:chanoma:event:resident-enrolled';

/** Its payload: the four facts, as far as the person agreed, under the names of OpenID Connect Core 5.1. */
export const ResidentEnrolled = z.object({
  event_timestamp: z.number(),
  /** Household of the television, as the town knows it. */
  household: Subject,
  claims: z.object({
    name: z.string(),
    address: z.object({ formatted: z.string() }),
    birthdate: z.string(),
    gender: z.string(),
  }),
});
export type ResidentEnrolled = z.infer<typeof ResidentEnrolled>;

/** `POST /town/change-notices`: why a notice was not taken (RFC 8935 §2.4). */
export const NoticeRefused = z.object({
  err: z.enum(['invalid_request', 'invalid_key', 'invalid_issuer', 'invalid_audience']),
  description: z.string(),
});
export type NoticeRefused = z.infer<typeof NoticeRefused>;

const EventTypes = z.array(z.string().check(z.maxLength(200))).check(z.maxLength(20));
const Description = z.string().check(z.maxLength(200));

const StreamDelivery = z.discriminatedUnion('method', [
  z.object({
    method: z.literal(pushMethod),
    endpoint_url: z.string().check(z.maxLength(300)),
    /** Sent as `Authorization` with every notice. */
    authorization_header: z.optional(z.string().check(z.maxLength(1000), z.regex(/^[\x20-\x7e]+$/))),
  }),
  z.object({ method: z.literal(pollMethod) }),
]);

/** `POST /identity/signals/streams`: makes the one stream of a service provider (SSF 1.0 §8.1.1.1). */
export const StreamRequest = z.object({
  delivery: z.optional(StreamDelivery),
  /** Absent: every event that is supported. */
  events_requested: z.optional(EventTypes),
  description: z.optional(Description),
});
export type StreamRequest = z.infer<typeof StreamRequest>;

/** `PATCH /identity/signals/streams`: what is absent stays. */
export const StreamChange = z.extend(StreamRequest, { stream_id: Uuid });

/** A stream's configuration (SSF 1.0 §8.1.1). */
export const StreamConfiguration = z.object({
  stream_id: Uuid,
  iss: z.string(),
  aud: z.string(),
  delivery: z.object({ method: z.string(), endpoint_url: z.string() }),
  events_supported: z.array(z.string()),
  events_requested: z.array(z.string()),
  events_delivered: z.array(z.string()),
  description: z.optional(z.string()),
  /** Seconds. */
  min_verification_interval: z.number(),
});
export type StreamConfiguration = z.infer<typeof StreamConfiguration>;
/** `GET /identity/signals/streams`: the one that was named, or a list of all. */
export const StreamAnswer = z.union([StreamConfiguration, z.array(StreamConfiguration)]);

/** Query that names a stream. */
export const StreamQuery = z.object({ stream_id: z.optional(Uuid) });

const Status = z.enum(['enabled', 'paused', 'disabled']);
/** `GET` and `POST /identity/signals/status` (SSF 1.0 §8.1.2): paused notices wait, those for a disabled stream are lost. */
export const StreamStatus = z.object({
  stream_id: Uuid,
  status: Status,
  reason: z.optional(z.string().check(z.maxLength(200))),
});
export type StreamStatus = z.infer<typeof StreamStatus>;

/** `POST /identity/signals/verify` (SSF 1.0 §8.1.4): asks for a verification event with this state. */
export const VerificationRequest = z.object({
  stream_id: Uuid,
  state: z.optional(z.string().check(z.maxLength(200))),
});

/** `POST /identity/signals/poll` (RFC 8936 §2.2). */
export const PollRequest = z.object({
  maxEvents: z.optional(z.int().check(z.gte(0), z.lte(100))),
  /** Otherwise an answer without events waits up to 20 s for one. */
  returnImmediately: z.optional(z.boolean()),
  /** `jti` of what was taken. */
  ack: z.optional(z.array(Uuid).check(z.maxLength(100))),
  /** By `jti`: why a notice could not be taken; it is not sent again. */
  setErrs: z.optional(z.record(Uuid, z.object({ err: z.string().check(z.maxLength(60)) }))),
});
export type PollRequest = z.infer<typeof PollRequest>;
/** Answer: signed notices (`secevent+jwt`) by `jti`. */
export const PollAnswer = z.object({
  sets: z.record(z.string(), z.string()),
  moreAvailable: z.optional(z.boolean()),
});
export type PollAnswer = z.infer<typeof PollAnswer>;

/** `GET /.well-known/ssf-configuration/oidc` (SSF 1.0 §7.1). */
export const TransmitterConfiguration = z.object({
  spec_version: z.literal('1_0'),
  issuer: z.string(),
  jwks_uri: z.string(),
  delivery_methods_supported: z.array(z.string()),
  configuration_endpoint: z.string(),
  status_endpoint: z.string(),
  verification_endpoint: z.string(),
  authorization_schemes: z.array(z.object({ spec_urn: z.string() })),
  /** Everybody who has agreed to `changes` for the service provider is in its stream. */
  default_subjects: z.literal('ALL'),
});
