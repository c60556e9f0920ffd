import * as z from 'zod/mini';
import { Answer } from './alerts.ts';
import { DistrictCode, Instant, Subject, Tier, Uuid } from './basics.ts';

const Supporter = z.object({ name: z.string(), role: z.string() });

/** A resident whom somebody should look after. */
export const Visit = z.object({
  subject: Subject,
  name: z.string(),
  householdName: z.string(),
  district: DistrictCode,
  districtName: z.string(),
  /** On the list of 避難行動要支援者. */
  supportNeeded: z.boolean(),
  /**
   * `help`: asked for it; `support-silent`: needs support and has not answered; `unanswered`: the television shows the order and
   * nobody answers; `silent`: it is there and not shown; `unreachable`: no television of theirs has it.
   */
  reason: z.enum(['help', 'support-silent', 'unanswered', 'silent', 'unreachable']),
  answer: z.nullable(Answer),
  tier: z.nullable(Tier),
  answeredAt: z.nullable(Instant),
  displayedAt: z.nullable(Instant),
  /** When the last of their televisions was last connected, if none is. */
  unreachableSince: z.nullable(Instant),
  supporters: z.array(Supporter),
});
export type Visit = z.infer<typeof Visit>;

/** Numbers of a part of the audience, without protected persons. */
export const SituationCounts = z.object({
  boxes: z.int(),
  received: z.int(),
  woken: z.int(),
  displayed: z.int(),
  /** Televisions that are not connected now. */
  offline: z.int(),
  residents: z.int(),
  evacuating: z.int(),
  safe: z.int(),
  help: z.int(),
  sheltered: z.int(),
  /** Away by plan, and silent. */
  absent: z.int(),
  /** On the list of visits. */
  toVisit: z.int(),
});
export type SituationCounts = z.infer<typeof SituationCounts>;

/** `GET /console/towns/:municipality/orders/:id/situation` (official): how an order and those that it replaced are going. */
export const OrderSituation = z.object({
  order: Uuid,
  /** Changes with everything that is shown here. */
  version: z.string(),
  /** What is to be done about those who are silent, and when that changes. */
  escalation: z.object({ step: z.enum(['wait', 'phone', 'visit']), nextAt: z.nullable(Instant) }),
  total: SituationCounts,
  districts: z.array(z.extend(SituationCounts, { code: DistrictCode, name: z.string() })),
  /** In the order of the visits; help is here from the first moment, the others are to be looked after as `escalation` says. */
  visits: z.array(Visit),
});
export type OrderSituation = z.infer<typeof OrderSituation>;
