import * as z from 'zod/mini';
import { Receipt } from './alerts.ts';
import { Base64Url, DistrictCode, Instant, MunicipalityCode, Subject, Uuid } from './basics.ts';
import { WatchOverQuestion } from './watch-over.ts';

/** Public key as JWK (RFC 7517). */
export const PublicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Base64Url,
  y: Base64Url,
});

/** `POST /boxes/registrations`: a new box presents the one-time code that staff gave and its public key. */
export const BoxRegistrationRequest = z.strictObject({
  /** One-time code. */
  code: z.string().check(z.regex(/^\d{8}$/)),
  /** Of the key that the box signs with; its private half never leaves the box. */
  publicKey: PublicJwk,
  agentVersion: z.string().check(z.maxLength(40)),
});
export type BoxRegistrationRequest = z.infer<typeof BoxRegistrationRequest>;

/** A key that may sign orders of a town, pinned in the box at registration (D8). */
export const TownKey = z.object({
  municipality: MunicipalityCode,
  /** Stands in the header of every order that the key signs. */
  kid: z.string(),
  publicKey: PublicJwk,
});
export type TownKey = z.infer<typeof TownKey>;

/** What a box must remember of its registration. */
export const BoxRegistration = z.object({
  /** Id of the box; also its OAuth client id. */
  box: Uuid,
  /** OpenID provider's issuer. */
  issuer: z.string(),
  municipality: MunicipalityCode,
  municipalityName: z.string(),
  operatorName: z.string(),
  /** Where the household is: its orders are those of this district. */
  district: DistrictCode,
  /** Keys to pin. */
  townKeys: z.array(TownKey),
});
export type BoxRegistration = z.infer<typeof BoxRegistration>;

/**
 * WebSocket `GET /boxes/stream`. The upgrade request carries `Authorization: DPoP …` and `DPoP: …` (audience boxes).
 * The box speaks first (`resume`); anything malformed is answered by `error` naming the field and changes nothing.
 */
export const FromBox = z.discriminatedUnion('type', [
  /** First message of a connection. */
  z.strictObject({
    type: z.literal('resume'),
    /** Number of the last order that is safely on the box's disk; 0 for none. */
    cursor: z.int().check(z.minimum(0)),
    /** The box's own clock, so that its error is known. */
    clock: Instant,
  }),
  /** What happened to orders; sent again until `stored` names them. Only on the connection whose key made `mac` (D8). */
  z.strictObject({
    type: z.literal('receipts'),
    receipts: z.array(Receipt).check(z.minLength(1), z.maxLength(100)),
    /** Grows with every such message of the connection, so that none can be replayed or put before another. */
    sequence: z.int().check(z.minimum(1)),
    /** HMAC-SHA-256 under `sessionKey` of the `welcome` over `receiptsMessage()`. */
    mac: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  }),
  /** Receipts written while there was no connection: each a `Receipt` as compact JWS by the box key (`typ: chanoma-receipt+jwt`). */
  z.strictObject({
    type: z.literal('signed-receipts'),
    statements: z.array(z.string().check(z.maxLength(1500))).check(z.minLength(1), z.maxLength(40)),
  }),
  /** Person's answer: `AnswerStatement` as compact JWS by the box key (`typ: chanoma-answer+jwt`). */
  z.strictObject({ type: z.literal('answer'), statement: z.string().check(z.maxLength(4096)) }),
  /** `WatchOverAnswer` as compact JWS by the box key (`typ: chanoma-watchover+jwt`); sent again until `stored` names it. */
  z.strictObject({ type: z.literal('watch-over-answer'), statement: z.string().check(z.maxLength(1500)) }),
]);
export type FromBox = z.infer<typeof FromBox>;

export const ToBox = z.discriminatedUnion('type', [
  /** Answers `resume`; `clock` is the platform's, `sessionKey` 256 random bits for this connection alone. */
  z.object({
    type: z.literal('welcome'),
    clock: Instant,
    municipality: MunicipalityCode,
    sessionKey: Base64Url,
  }),
  z.object({
    type: z.literal('order'),
    /** Number to resume after; grows, may have gaps. */
    cursor: z.int(),
    /** `Order` as compact JWS by a town key (`typ: chanoma-order+jwt`); the same bytes for a whole audience. */
    order: z.string(),
    /** For an order to single persons: who of this household it is for. */
    addressed: z.optional(z.array(Subject).check(z.maxLength(50))),
  }),
  /** The platform ends the connection: come back after a random part of so many seconds, so that not all come at once. */
  z.object({ type: z.literal('bye'), withinSeconds: z.number().check(z.minimum(0), z.maximum(60)) }),
  /** Durable on the platform: the box may forget them. `ids` are of receipts and answers. */
  z.object({ type: z.literal('stored'), ids: z.array(Uuid) }),
  /** The town's register of this household changed: fetch `GET /town/residents` again. */
  z.object({ type: z.literal('residents-changed') }),
  /** The town's public notices changed: fetch `GET /notices/public` again. */
  z.object({ type: z.literal('notices-changed') }),
  /** Logins at service providers that wait for a card here changed: fetch `GET /identity/requests` again. */
  z.object({ type: z.literal('requests-changed') }),
  /** All questions of watching over that are open for this household, in the place of those before; after each `welcome`, too. */
  z.object({ type: z.literal('watch-over'), questions: z.array(WatchOverQuestion) }),
  /** A message was refused, nothing of it is stored; `path` names its field. */
  z.object({ type: z.literal('error'), code: z.string(), path: z.optional(z.string()), message: z.string() }),
]);
export type ToBox = z.infer<typeof ToBox>;

/** The bytes that the MAC of a message `receipts` is made of: its running number and every receipt, each on a line of its own. */
export function receiptsMessage(sequence: number, receipts: readonly Receipt[]): Uint8Array {
  const lines = receipts.map(({ id, order, event, at, code }) =>
    JSON.stringify([id, order, event, at, code ?? null]),
  );
  return new TextEncoder().encode(['chanoma-receipts-v1', sequence, ...lines].join('\n'));
}
