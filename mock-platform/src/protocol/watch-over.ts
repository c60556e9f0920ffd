import * as z from 'zod/mini';
import { Day, Instant, MarkedText, Subject, Tier, Uuid } from './basics.ts';

/** Answers that a television offers as tiles; it has word and sign for each. */
export const WatchOverChoice = z.enum([
  /** 「げんきです」 */
  'fine',
  /** 「まあまあです」 */
  'so-so',
  /** 「よくないです」 */
  'unwell',
  /** 「でんわが ほしい」 */
  'call',
  /** 「わかりました」: the one answer to a small message. */
  'understood',
]);
export type WatchOverChoice = z.infer<typeof WatchOverChoice>;

/** Who is told the answer; the television says so beside the question. */
export const WatchOverRecipient = z.enum(['family', 'welfare-officer', 'town']);
export type WatchOverRecipient = z.infer<typeof WatchOverRecipient>;

/** A question of watching over (S6), or a small message, for one resident or the whole household. */
export const WatchOverQuestion = z.strictObject({
  id: Uuid,
  /** Whom it is for, as in `GET /town/residents`; absent: everybody there. The name is added in the box. */
  resident: z.optional(Subject),
  /** One sentence, at most 25 characters. */
  sentence: MarkedText,
  /** The same for televisions set to やさしい日本語 or English; where missing, `sentence` is shown. */
  translations: z.optional(z.strictObject({ plain: z.optional(MarkedText), en: z.optional(MarkedText) })),
  /** In the sequence of the tiles, the calmest first. */
  choices: z.array(WatchOverChoice).check(z.minLength(1), z.maxLength(4)),
  recipients: z.array(WatchOverRecipient).check(z.minLength(1), z.maxLength(3)),
  askedAt: Instant,
  /** From then on it is not shown. */
  expiresAt: Instant,
});
export type WatchOverQuestion = z.infer<typeof WatchOverQuestion>;

/** Payload of an answer, signed by the box key (`typ: chanoma-watchover+jwt`). */
export const WatchOverAnswer = z.strictObject({
  /** Chosen by the box: sent twice, stored once; `stored` names it. */
  id: Uuid,
  question: Uuid,
  choice: WatchOverChoice,
  /** As in `AnswerStatement`: a key press proves the box only. */
  tier: Tier,
  /** By the box's corrected clock. */
  at: Instant,
});
export type WatchOverAnswer = z.infer<typeof WatchOverAnswer>;

/** Somebody whom a resident has named, or may name, to be told. */
export const WatchOverName = z.strictObject({
  kind: WatchOverRecipient,
  /** As the town's register of supporters has it; of the town its own name. */
  name: z.string().check(z.minLength(1), z.maxLength(60)),
});
export type WatchOverName = z.infer<typeof WatchOverName>;

/** What was reported about a resident, and to whom. */
export const WatchOverReport = z.object({
  id: Uuid,
  /** An answer of the resident's, or silence. */
  kind: z.enum(['answer', 'silence']),
  /** With `answer`. */
  choice: z.optional(WatchOverChoice),
  /** With `silence`: hours without an answer, planned absences left out. */
  hours: z.optional(z.union([z.literal(24), z.literal(48), z.literal(72)])),
  /** With `silence`: whether the television was connected; if not, the fault may be there. */
  connected: z.optional(z.boolean()),
  to: z.array(WatchOverName),
  at: Instant,
  /** Absent: still open. `answered`: the resident answered after all. */
  outcome: z.optional(z.enum(['answered', 'well', 'help'])),
});
export type WatchOverReport = z.infer<typeof WatchOverReport>;

/** Days on which the resident is not at home: no question is asked, and they do not count as silence. */
export const WatchOverAbsence = z.strictObject({ id: Uuid, from: Day, until: Day });
export type WatchOverAbsence = z.infer<typeof WatchOverAbsence>;

/** `POST /town/watch-over/absences` (person). */
export const PlannedAbsence = z.omit(WatchOverAbsence, { id: true });

/** `GET /town/watch-over` (person): what the caller agreed to, and everything that was reported about them. */
export const WatchOverStanding = z.object({
  /** Absent: nobody watches over the caller. */
  agreed: z.optional(z.object({ since: Instant, recipients: z.array(WatchOverName) })),
  /** Whom the caller may name. */
  offered: z.array(WatchOverName),
  /** Not over yet, soonest first. */
  absences: z.array(WatchOverAbsence),
  /** Of the last 92 days, newest first. */
  reports: z.array(WatchOverReport),
});
export type WatchOverStanding = z.infer<typeof WatchOverStanding>;

/** `POST /town/watch-over/agreement` (person): agrees, or names others; `[]` ends it. */
export const WatchOverAgreement = z.strictObject({
  recipients: z.array(WatchOverName).check(z.maxLength(6)),
});
export type WatchOverAgreement = z.infer<typeof WatchOverAgreement>;
