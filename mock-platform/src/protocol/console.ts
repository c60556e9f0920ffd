import * as z from 'zod/mini';
import { Answer, Hazard, Level, OrderStatus } from './alerts.ts';
import { DistrictCode, Instant, MarkedText, Subject, Tier, Uuid } from './basics.ts';

/** `POST /console/towns/:municipality/session` — demo login of a seeded official (D18). */
export const OfficialLogin = z.strictObject({ official: z.string().check(z.maxLength(40)) });

/** `GET /console/towns/:municipality/officials` — who may use the demo login. */
export const Officials = z.object({
  officials: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
});
export type Officials = z.infer<typeof Officials>;

/** `GET /console/towns/:municipality` (official): what the order page needs. */
export const TownDesk = z.object({
  municipality: z.string(),
  name: z.string(),
  official: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  districts: z.array(z.object({ code: DistrictCode, name: z.string(), households: z.int(), boxes: z.int() })),
  shelters: z.array(z.object({ id: z.string(), name: z.string(), marked: MarkedText })),
});
export type TownDesk = z.infer<typeof TownDesk>;

/** `POST /console/towns/:municipality/orders` */
export const OrderDraft = z.strictObject({
  /** Chosen by the page: sent twice, issued once. */
  id: Uuid,
  status: OrderStatus,
  hazard: Hazard,
  level: Level,
  districts: z.array(DistrictCode).check(z.minLength(1), z.maxLength(200)),
  sentences: z.array(MarkedText).check(z.minLength(1), z.maxLength(2)),
  agencyMessage: z.optional(z.string().check(z.maxLength(40))),
  /** Minutes until it expires by itself. */
  minutes: z.int().check(z.minimum(1), z.maximum(2880)),
});
export type OrderDraft = z.infer<typeof OrderDraft>;

/** `GET /console/towns/:municipality/orders` newest first, and `…/orders/:id` with the board. */
export const OrderSummary = z.object({
  id: Uuid,
  status: OrderStatus,
  hazard: Hazard,
  level: Level,
  action: z.enum(['issue', 'update', 'cancel']),
  districts: z.array(z.object({ code: DistrictCode, name: z.string() })),
  issuedAt: Instant,
  expiresAt: Instant,
  cancelledAt: z.nullable(Instant),
  counts: z.object({
    /** Boxes of the audience. */
    boxes: z.int(),
    /** Boxes that have it on their disk. */
    received: z.int(),
    /** Boxes that have shown it. */
    displayed: z.int(),
    /** Residents who answered. */
    answered: z.int(),
    /** Residents who asked for help. */
    help: z.int(),
  }),
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** One order with every box of its audience. */
export const OrderBoard = z.object({
  order: OrderSummary,
  sentences: z.array(z.string()),
  boxes: z.array(
    z.object({
      box: Uuid,
      householdName: z.string(),
      districtName: z.string(),
      /** Whether the box is connected now. */
      online: z.boolean(),
      receivedAt: z.nullable(Instant),
      displayedAt: z.nullable(Instant),
      residents: z.array(
        z.object({
          subject: Subject,
          name: z.string(),
          /** Needs support to evacuate (town register). */
          supportNeeded: z.boolean(),
          answer: z.nullable(Answer),
          /** How strongly the answer was proven. */
          tier: z.nullable(Tier),
          answeredAt: z.nullable(Instant),
        }),
      ),
    }),
  ),
});
export type OrderBoard = z.infer<typeof OrderBoard>;
