import * as z from 'zod/mini';
import { Answer, Audience, Hazard, Level, OrderStatus } from './alerts.ts';
import { DistrictCode, Instant, MarkedText, Subject, Tier, Uuid } from './basics.ts';
import { OfficialRole } from './console-login.ts';

const Colleague = z.object({ id: z.string(), name: z.string(), role: OfficialRole });
const Point = z.tuple([z.number(), z.number()]);

/** A sentence that stands ready for a hazard: on the way (levels 3 and 4), or inside (level 5). */
export const Template = z.strictObject({
  hazard: Hazard,
  place: z.enum(['way', 'inside']),
  sentence: MarkedText,
  plain: MarkedText,
  en: MarkedText,
});
export type Template = z.infer<typeof Template>;

/** `GET /console/towns/:municipality` (official): what the order page needs. */
export const TownDesk = z.object({
  municipality: z.string(),
  name: z.string(),
  official: Colleague,
  /** Everybody who may sign in to this desk. */
  officials: z.array(z.extend(Colleague, { present: z.boolean() })),
  /** Live orders need a second official. */
  twoPersons: z.boolean(),
  districts: z.array(
    z.object({
      code: DistrictCode,
      name: z.string(),
      households: z.int(),
      boxes: z.int(),
      /** Kilometres east and north of the town hall, a closed line; absent: not on the map. */
      outline: z.optional(z.array(Point)),
      centre: Point,
    }),
  ),
  /** What else the map shows. */
  scenery: z.array(z.object({ kind: z.enum(['river', 'sea']), points: z.array(Point) })),
  shelters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      marked: MarkedText,
      /** Name for televisions set to English. */
      english: z.string(),
      district: DistrictCode,
      capacity: z.int(),
    }),
  ),
  /** The town's own sentences; where it has none, the page has its own. */
  templates: z.array(Template),
  /** Groups of residents that an order can be meant for. */
  groups: z.array(z.object({ id: z.string(), name: z.string(), persons: z.int() })),
  /**
   * Protected persons (DV支援措置) who ask for help under the orders in force: they are on no board and in no other number.
   * Absent: nobody.
   */
  withheldHelp: z.optional(z.int()),
});
export type TownDesk = z.infer<typeof TownDesk>;

/** `GET /console/towns/:municipality/recipients` (official): for orders to single persons and households. */
export const Recipients = z.object({
  households: z.array(
    z.object({
      household: Subject,
      name: z.string(),
      districtName: z.string(),
      residents: z.array(z.object({ subject: Subject, name: z.string(), supportNeeded: z.boolean() })),
    }),
  ),
});
export type Recipients = z.infer<typeof Recipients>;

const Sentences = z.array(MarkedText).check(z.minLength(1), z.maxLength(2));

/** What an official writes: part of a `DraftEntry`. */
export const OrderDraft = z.strictObject({
  /** Chosen by the page: sent twice, issued once. */
  id: Uuid,
  status: OrderStatus,
  hazard: Hazard,
  level: Level,
  /** Every box there; empty with `audience`. */
  districts: z.array(DistrictCode).check(z.maxLength(200)),
  /** Whom it is meant for, where not everybody in `districts`. */
  audience: z.optional(Audience),
  sentences: Sentences,
  translations: z.optional(z.strictObject({ plain: z.optional(Sentences), en: z.optional(Sentences) })),
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
  /** Meant for single persons, not for districts. */
  audience: z.optional(z.literal('persons')),
  /** The order that has replaced it. */
  supersededBy: z.optional(Uuid),
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
      /** When it switched its television on for the order. */
      wokenAt: z.optional(z.nullable(Instant)),
      /** When it was last connected, of one that is not. */
      unreachableSince: z.optional(z.nullable(Instant)),
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
          /** At a shelter since then. */
          shelteredAt: z.optional(z.nullable(Instant)),
        }),
      ),
    }),
  ),
});
export type OrderBoard = z.infer<typeof OrderBoard>;
