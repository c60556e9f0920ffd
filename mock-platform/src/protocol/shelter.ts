import * as z from 'zod/mini';
import { Base64Url, Instant, Uuid } from './basics.ts';

/** How somebody uses a shelter. */
export const Stay = z.enum([
  /** Stays there over night. */
  'night',
  /** Comes for the day, for meals or news. */
  'day',
  /** Sleeps in a car nearby (車中泊). */
  'car',
]);
export type Stay = z.infer<typeof Stay>;

const common = {
  /** Chosen by the reception: sent twice, counted once. */
  id: Uuid,
  /** By the reception's corrected clock. */
  at: Instant,
};

/**
 * One thing that happened at a shelter's reception; payload of a compact JWS by the key of the reception's box
 * (`typ: chanoma-shelter+jwt`). Written down there first, with or without network, and sent until it is confirmed.
 */
export const GuestEntry = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    /** A card was laid on the reader in front of the staff. It names its holder and opens nothing (D2). */
    kind: z.literal('card'),
    event: z.enum(['in', 'out']),
    stay: Stay,
    /** User-authentication certificate, DER; kept nowhere once the platform has answered. */
    certificate: Base64Url.check(z.maxLength(4096)),
  }),
  z.strictObject({
    ...common,
    /** Somebody without a card, by the name they give. */
    kind: z.literal('named'),
    stay: Stay,
    name: z.string().check(z.minLength(1), z.maxLength(60)),
  }),
  z.strictObject({
    ...common,
    /** The staff note that somebody has left. */
    kind: z.literal('left'),
    /** The entry with which that person came in. */
    entry: Uuid,
  }),
]);
export type GuestEntry = z.infer<typeof GuestEntry>;

/** `POST /shelter/entries` (box of a reception): entries as compact JWS. */
export const GuestEntries = z.strictObject({
  statements: z.array(z.string().check(z.maxLength(8192))).check(z.minLength(1), z.maxLength(20)),
});

/** What came of one entry; sent again it is the same. */
export const ShelterOutcome = z.enum([
  'in',
  'out',
  /** Was here already: nobody is counted twice. */
  'already-in',
  /** Was at another shelter of the town, and is here now. */
  'moved',
  /** Was not here. */
  'not-in',
  /** Nobody of this town's register: the staff write the name down. */
  'card-unknown',
  /** Revoked, expired or not a card of the certification service: the staff write the name down. */
  'card-not-good',
]);
export type ShelterOutcome = z.infer<typeof ShelterOutcome>;

export const ShelterResult = z.object({
  id: Uuid,
  outcome: ShelterOutcome,
  /** As the town's register says; absent for protected persons and unknown cards. */
  name: z.optional(z.string()),
  /** Nobody could say whether the card was revoked: asked about again later. */
  unconfirmed: z.optional(z.literal(true)),
  /** With `moved`: where the person was. */
  from: z.optional(z.string()),
});
export type ShelterResult = z.infer<typeof ShelterResult>;
export const ShelterResults = z.object({
  results: z.array(ShelterResult),
  /** Entries that are refused for good: not signed by this box, or malformed. */
  refused: z.array(z.object({ index: z.int(), code: z.string(), path: z.optional(z.string()) })),
});
export type ShelterResults = z.infer<typeof ShelterResults>;

export const ShelterGuest = z.object({
  /** With which they came in. */
  entry: Uuid,
  /** Absent: not to be shown (DV支援措置). */
  name: z.optional(z.string()),
  stay: Stay,
  since: Instant,
  /** Needs support (避難行動要支援者). */
  supportNeeded: z.boolean(),
  /** Written down by name, without a card. */
  named: z.boolean(),
  unconfirmed: z.boolean(),
  /** The card turned out to be revoked after the check-in, or nobody ever confirmed it: ask for the name. */
  doubtful: z.boolean(),
});
export type ShelterGuest = z.infer<typeof ShelterGuest>;

/** `GET /shelter/board` (box of a reception): who is here, by household. */
export const ShelterBoard = z.object({
  shelter: z.object({ id: z.string(), name: z.string(), capacity: z.int() }),
  present: z.int(),
  households: z.array(
    z.object({
      /** Absent: people without a card, protected persons. */
      name: z.optional(z.string()),
      guests: z.array(ShelterGuest),
      /** Others of the household by the town's register; `shelter`: at another one. */
      missing: z.array(z.object({ name: z.string(), shelter: z.optional(z.string()) })),
    }),
  ),
});
export type ShelterBoard = z.infer<typeof ShelterBoard>;

/** `POST /town/shelter/consent` (person): whether the own household may see at which shelter one is. */
export const ShelterConsent = z.strictObject({ family: z.boolean() });

/** `GET /town/shelter/family` (person): where the people of the own household are, as far as they agreed. */
export const ShelterFamily = z.object({
  /** The caller's own consent. */
  consent: z.boolean(),
  people: z.array(
    z.object({
      callName: z.string(),
      /** `not-shared`: has not agreed; nothing else is told. */
      state: z.enum(['sheltered', 'not-checked-in', 'not-shared']),
      shelter: z.optional(z.string()),
      since: z.optional(Instant),
    }),
  ),
});
export type ShelterFamily = z.infer<typeof ShelterFamily>;
