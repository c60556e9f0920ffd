import * as z from 'zod/mini';
import { DistrictCode, Instant, MarkedText, MunicipalityCode, Subject, Tier, Uuid } from './basics.ts';

export const Hazard = z.enum([
  'landslide',
  'flood',
  'storm-surge',
  'heavy-rain',
  'tsunami',
  'earthquake',
  'fire',
]);
export type Hazard = z.infer<typeof Hazard>;

/** 警戒レベル 3–5: the levels at which a town gives evacuation orders. */
export const Level = z.union([z.literal(3), z.literal(4), z.literal(5)]);
export type Level = z.infer<typeof Level>;

/** A drill is never shown as live and the reverse; the word is part of what is signed. */
export const OrderStatus = z.enum(['live', 'drill']);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** Whom an order is for: everybody in districts, or single persons, who are then named on their own television only. */
export const Audience = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('districts'),
    districts: z.array(DistrictCode).check(z.minLength(1), z.maxLength(200)),
  }),
  z.strictObject({
    kind: z.literal('persons'),
    subjects: z.array(Subject).check(z.minLength(1), z.maxLength(500)),
  }),
  z.strictObject({
    kind: z.literal('households'),
    households: z.array(Subject).check(z.minLength(1), z.maxLength(500)),
  }),
  z.strictObject({
    kind: z.literal('group'),
    /** `support-needed` (避難行動要支援者), or a group that the town keeps, for instance a facility's users. */
    group: z.string().check(z.minLength(1), z.maxLength(40)),
    /** Only those of the group who live there. */
    districts: z.optional(z.array(DistrictCode).check(z.minLength(1), z.maxLength(200))),
  }),
]);
export type Audience = z.infer<typeof Audience>;

const Sentences = z.array(MarkedText).check(z.minLength(1), z.maxLength(2));

/**
 * An evacuation order, the same for every box of its audience; names are added in the box (D8).
 * A `cancel` ends what it references and is shown as 「取消」 only where that was shown.
 */
export const Order = z.strictObject({
  version: z.literal(1),
  id: Uuid,
  municipality: MunicipalityCode,
  municipalityName: z.string().check(z.minLength(1), z.maxLength(20)),
  /** `drill` is shown as a drill. */
  status: OrderStatus,
  /** `issue` and `update` are shown, `cancel` ends what it references. */
  action: z.enum(['issue', 'update', 'cancel']),
  /** Orders that this one updates or cancels, and those that they had updated: all that may still stand on a screen. */
  references: z.array(Uuid).check(z.maxLength(100)),
  hazard: Hazard,
  level: Level,
  /** Name of the weather agency's own message, for instance 「レベル4土砂災害危険警報」. */
  agencyMessage: z.optional(z.string().check(z.maxLength(40))),
  /** `persons`: shown only with names that the platform gives beside it, on the box's own connection. Absent: by districts. */
  audience: z.optional(z.literal('persons')),
  /** Audience: every box in these districts; empty for single persons, so that nobody reads where the others live. */
  districts: z.array(DistrictCode).check(z.maxLength(200)),
  /** Where and how: one or two sentences. */
  sentences: Sentences,
  /** The same sentences for televisions set to やさしい日本語 or English; where missing, `sentences` is shown. */
  translations: z.optional(z.strictObject({ plain: z.optional(Sentences), en: z.optional(Sentences) })),
  issuedAt: Instant,
  /** From then on it is not shown. */
  expiresAt: Instant,
});
export type Order = z.infer<typeof Order>;

/** What happened to an order in a box: per box, not per person. */
export const Receipt = z.strictObject({
  /** Chosen by the box; `stored` names it. */
  id: Uuid,
  order: Uuid,
  /**
   * `received`: safe on the disk; `woken`: the box switched its television on for it; `displayed`: drawn on the screen;
   * `refused`: kept and not shown.
   */
  event: z.enum(['received', 'woken', 'displayed', 'refused']),
  /** By the box's corrected clock. */
  at: Instant,
  /** For `refused`: why it was kept and not shown, for instance `order.signature`. */
  code: z.optional(z.string().check(z.maxLength(60))),
});
export type Receipt = z.infer<typeof Receipt>;

/** Levels 3 and 4 offer evacuating / help; level 5 safe / help (D9). */
export const Answer = z.enum(['evacuating', 'safe', 'help']);
export type Answer = z.infer<typeof Answer>;

/** Payload of an answer, signed by the box key. */
export const AnswerStatement = z.strictObject({
  /** Chosen by the box: sent twice, stored once; `stored` names it. */
  id: Uuid,
  order: Uuid,
  /** Whose answer it is: every resident it speaks for. */
  residents: z.array(Subject).check(z.minLength(1), z.maxLength(20)),
  answer: Answer,
  /** t0: a key press proves the box only; a card tap upgrades it. */
  tier: Tier,
  /** By the box's corrected clock. */
  at: Instant,
});
export type AnswerStatement = z.infer<typeof AnswerStatement>;
