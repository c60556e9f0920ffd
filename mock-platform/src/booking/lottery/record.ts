import * as z from 'zod/mini';

/** Name of the published algorithm; a change of any rule gets another name. */
export const algorithm = 'chanoma-lottery-1';

const Hex256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Receipt number of an entry: what the resident was given, and nothing that names the resident. */
const EntryId = z.string().check(z.regex(/^[A-Za-z0-9-]{1,40}$/));
const SlotId = z.string().check(z.regex(/^[A-Za-z0-9:_.-]{1,80}$/));

/** One wish: all of its slots or none (a bundle). */
const Choice = z.array(SlotId).check(z.minLength(1), z.maxLength(20));

export const Entry = z.strictObject({
  id: EntryId,
  /** Whose limit it counts against, under a pseudonym of this lottery alone. */
  group: EntryId,
  /** Wishes in their order; at most one is granted. */
  choices: z.array(Choice).check(z.minLength(1), z.maxLength(10)),
});
export type Entry = z.infer<typeof Entry>;

export const Win = z.strictObject({ entry: EntryId, choice: z.int().check(z.minimum(0)), slots: Choice });
export type Win = z.infer<typeof Win>;

/** What a draw begins with. `seedCommitment` and `slots` are published before the first entry. */
export const Draw = z.strictObject({
  algorithm: z.literal(algorithm),
  lottery: EntryId,
  /** SHA-256 of the 32 bytes of the seed. */
  seedCommitment: Hex256,
  slots: z.array(SlotId).check(z.minLength(1), z.maxLength(5000)),
  /** Entries that one group may win. */
  winsPerGroup: z.int().check(z.minimum(1), z.maximum(100)),
  entries: z.array(Entry).check(z.maxLength(100_000)),
});
export type Draw = z.infer<typeof Draw>;

/** The published record of a finished draw: enough for anybody to recompute it. */
export const LotteryRecord = z.extend(Draw, {
  /** The seed itself, published with the result. */
  seed: Hex256,
  /** SHA-256 over all entries: see `entriesDigest`. */
  entriesDigest: Hex256,
  winners: z.array(Win),
  /** Entries that won nothing, in the order in which they move up (繰上げ). */
  alternates: z.array(EntryId),
});
export type LotteryRecord = z.infer<typeof LotteryRecord>;
