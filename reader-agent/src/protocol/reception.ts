import * as z from 'zod/mini';
import { Instant, Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import { ShelterBoard, ShelterOutcome, Stay } from '../../../mock-platform/src/protocol/shelter.ts';
import { ReaderState } from './local.ts';

/**
 * Between an agent in the role `shelter` and the page of its reception: `/services/reception/…` of the agent's own origin, with
 * cookie, secret and headers as for every other service.
 */

/** What laying a card means now. */
export const ReceptionMode = z.strictObject({ event: z.enum(['in', 'out']), stay: Stay });
export type ReceptionMode = z.infer<typeof ReceptionMode>;

/** `POST /services/reception/name`: somebody without a card. */
export const ReceptionName = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(60)),
  stay: Stay,
});

/** `POST /services/reception/left`: the staff note that a guest of the board has left. */
export const ReceptionLeft = z.strictObject({ entry: Uuid });

/** One entry, newest first; on this machine's disk from the moment it is listed. */
export const ReceptionEntry = z.object({
  id: Uuid,
  at: Instant,
  kind: z.enum(['card', 'named', 'left']),
  /** `waiting`: for the platform. */
  state: z.enum(['waiting', 'settled', 'refused']),
  outcome: z.optional(ShelterOutcome),
  name: z.optional(z.string()),
  unconfirmed: z.optional(z.literal(true)),
  /** With the outcome `moved`. */
  from: z.optional(z.string()),
  /** With `refused`. */
  code: z.optional(z.string()),
});
export type ReceptionEntry = z.infer<typeof ReceptionEntry>;

/** `GET /services/reception/state`, and the answer of every change. */
export const ReceptionState = z.object({
  mode: ReceptionMode,
  reader: ReaderState,
  platform: z.enum(['online', 'offline']),
  /** Entries that the platform does not have yet. */
  waiting: z.int(),
  recent: z.array(ReceptionEntry),
  /** Why the last card could not be read, until the next one. */
  fault: z.optional(z.object({ code: z.string(), sentence: z.string() })),
  /** As the platform said last. */
  board: z.optional(z.object({ content: ShelterBoard, asOf: Instant })),
});
export type ReceptionState = z.infer<typeof ReceptionState>;
