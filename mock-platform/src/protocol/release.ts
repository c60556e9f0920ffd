import * as z from 'zod/mini';
import { Instant, Uuid } from './basics.ts';
import { OrderDraft } from './console.ts';

/**
 * Where an order stands before the televisions have it: `writing` saved and not sent on, `waiting` for the second
 * official, `approved` and due later, `released`, `returned` to the writer with a remark, `withdrawn`, `expired`.
 */
export const DraftState = z.enum([
  'writing',
  'waiting',
  'approved',
  'released',
  'returned',
  'withdrawn',
  'expired',
]);
export type DraftState = z.infer<typeof DraftState>;

const Reason = z.string().check(z.trim(), z.minLength(5), z.maxLength(200));
const Version = z.int().check(z.minimum(1), z.maximum(100000));

/** `POST /console/towns/:municipality/drafts`: keeps an order, new or changed; `submit` hands it on. */
export const DraftEntry = z.strictObject({
  draft: OrderDraft,
  /** The version that is changed; absent for a new one. */
  version: z.optional(Version),
  /** The order in force that this one takes the place of. */
  updates: z.optional(Uuid),
  /** When it shall go out; absent: at once. */
  scheduledFor: z.optional(Instant),
  submit: z.boolean(),
});
export type DraftEntry = z.infer<typeof DraftEntry>;

/** `POST …/drafts/:id/release`, `…/withdraw`: the version that the official has seen. */
export const SeenVersion = z.strictObject({ version: Version });
/** `POST …/drafts/:id/return`, `…/override`: with the reason, for the record. */
export const SeenWithReason = z.strictObject({ version: Version, reason: Reason });
/** `POST …/orders/:id/cancel`: `mistake` (誤報) or `over` (解除). */
export const Cancellation = z.strictObject({ why: z.enum(['mistake', 'over']) });
export type Cancellation = z.infer<typeof Cancellation>;

/** One step of an order, for the record. */
export const DraftEvent = z.object({
  at: Instant,
  /** The official, under the name of the day. */
  by: z.string(),
  what: z.enum([
    'written',
    'submitted',
    'approved',
    'released',
    'overridden',
    'returned',
    'withdrawn',
    'expired',
    'cancelled-mistake',
    'cancelled-over',
  ]),
  version: z.int(),
  reason: z.nullable(z.string()),
});
export type DraftEvent = z.infer<typeof DraftEvent>;

/** An order on its way to the televisions. */
export const WaitingOrder = z.object({
  id: Uuid,
  state: DraftState,
  /** Grows with every change; an approval counts for one version only. */
  version: z.int(),
  draft: OrderDraft,
  updates: z.nullable(Uuid),
  scheduledFor: z.nullable(Instant),
  /** Short name of who wrote this version: anybody else may release it. */
  writer: z.string(),
  writerName: z.string(),
  /** A waiting order goes back to nobody after this time. */
  waitsUntil: z.nullable(Instant),
  history: z.array(DraftEvent),
});
export type WaitingOrder = z.infer<typeof WaitingOrder>;

/** `GET …/drafts`: open ones and those of the last week, newest first. */
export const WaitingOrders = z.object({ drafts: z.array(WaitingOrder) });
export type WaitingOrders = z.infer<typeof WaitingOrders>;
