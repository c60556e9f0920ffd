import * as z from 'zod/mini';

/**
 * Between the simulated backend of the reader agent and the process of the simulated card:
 * one JSON object per line over a unix socket. A card answers byte for byte as over PC/SC.
 */

/** Bytes as upper-case hexadecimal digits. */
export const Hex = z.string().check(z.regex(/^(?:[0-9A-F]{2})*$/), z.maxLength(131072));

export const ToCardReader = z.discriminatedUnion('type', [
  /** First message: which reader of the room this agent drives. */
  z.strictObject({ type: z.literal('attach'), reader: z.string() }),
  z.strictObject({ type: z.literal('connect'), id: z.int() }),
  z.strictObject({ type: z.literal('transmit'), id: z.int(), apdu: Hex }),
  /** `power-off` forgets verified PINs; `leave` does not. */
  z.strictObject({ type: z.literal('disconnect'), id: z.int(), disposition: z.enum(['leave', 'power-off']) }),
]);
export type ToCardReader = z.infer<typeof ToCardReader>;

export const FromCardReader = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attached'), name: z.string() }),
  z.object({ type: z.literal('card'), present: z.boolean(), atr: z.optional(Hex) }),
  z.object({ type: z.literal('answer'), id: z.int(), response: z.optional(Hex) }),
  /** `error` is the name of the PC/SC error, for instance `SCARD_W_REMOVED_CARD`. */
  z.object({ type: z.literal('failure'), id: z.int(), error: z.string() }),
]);
export type FromCardReader = z.infer<typeof FromCardReader>;

const fileKinds = [
  'individual-number-card',
  'phone',
  'resident-card',
  'transit-card',
  'credit-card',
  'damaged-card',
  'other',
] as const;

/**
 * What a simulated card is. `next-generation-card`: Individual Number Card with P-384 keys; `phone`: certificates of a
 * phone, which all want a PIN; `resident-card`: old 住基カード; `other`: nothing that answers us.
 */
export const CardKind = z.enum([...fileKinds, 'next-generation-card']);
export type CardKind = z.infer<typeof CardKind>;

/**
 * A status word that the card answers instead of carrying a command out. The command is one that fits everything given:
 * the how-manieth since the card was laid down (from 1), its instruction byte, the file it means. Once, or always.
 */
export const StatusFault = z.strictObject({
  status: z.string().check(z.regex(/^[0-9A-F]{4}$/, 'must be four hexadecimal digits')),
  apdu: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
  instruction: z.optional(z.string().check(z.regex(/^[0-9A-F]{2}$/, 'must be two hexadecimal digits'))),
  file: z.optional(z.string().check(z.regex(/^[0-9A-F]{4}$/, 'must be four hexadecimal digits'))),
  always: z.optional(z.boolean()),
});
export type StatusFault = z.infer<typeof StatusFault>;

const misbehaviour = {
  /** Waits so long before each answer. */
  delayMs: z.optional(z.int().check(z.minimum(0), z.maximum(600_000))),
  /** `reset`: no answer to reset; `commands`: is recognised and then answers no command. */
  mute: z.optional(z.enum(['reset', 'commands'])),
  /** Is taken away instead of answering the command after this many. */
  removedAfterApdus: z.optional(z.int().check(z.minimum(0), z.maximum(100_000))),
  statusWords: z.optional(z.array(StatusFault).check(z.maxLength(32))),
  /** Answers 6F00 to the first command after each power-on, as real cards were seen to. */
  firstCommandFails: z.optional(z.boolean()),
  /** READ BINARY gives at most this many bytes at a time, whatever was asked for. */
  shortAnswers: z.optional(z.int().check(z.minimum(1), z.maximum(255))),
  /** The certificates are cut off after this many bytes. */
  certificateBytes: z.optional(z.int().check(z.minimum(0), z.maximum(8192))),
  /** `61xx`: data only by GET RESPONSE; `6Cxx`: only with exactly the right Le. */
  lengths: z.optional(z.enum(['61xx', '6Cxx'])),
  /** Answers bytes that mean nothing. */
  garbage: z.optional(z.boolean()),
};

/** How a card misbehaves; empty for a good one. */
export const Misbehaviour = z.strictObject(misbehaviour);
export type Misbehaviour = z.infer<typeof Misbehaviour>;

/** Control of the simulated cards (living room and command line), same socket form. */
export const CardCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('list'), id: z.int() }),
  /** As `list`; from then on this connection is told of every change by `CardsMoved`. */
  z.strictObject({ type: z.literal('follow'), id: z.int() }),
  z.strictObject({ type: z.literal('insert'), id: z.int(), card: z.string(), reader: z.string() }),
  z.strictObject({ type: z.literal('remove'), id: z.int(), reader: z.string() }),
  /** Unplug or plug the reader itself. */
  z.strictObject({ type: z.literal('reader'), id: z.int(), reader: z.string(), plugged: z.boolean() }),
  /** The card misbehaves from its next insertion on; without any misbehaviour it is a good card. */
  z.strictObject({ type: z.literal('misbehave'), id: z.int(), card: z.string(), ...misbehaviour }),
]);
export type CardCommand = z.infer<typeof CardCommand>;

/** Where a simulated card is. */
export const CardState = z.object({
  name: z.string(),
  kind: CardKind,
  /** Reader it lies on, or null in the tray. */
  reader: z.nullable(z.string()),
  /** Absent for a card that behaves well. */
  misbehaviour: z.optional(Misbehaviour),
});
export type CardState = z.infer<typeof CardState>;

/** A reader of the room; which card lies on it is said by the cards. */
export const ReaderPlace = z.object({ name: z.string(), plugged: z.boolean() });
export type ReaderPlace = z.infer<typeof ReaderPlace>;

export const CardCommandAnswer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('done'),
    id: z.int(),
    cards: z.array(CardState),
    readers: z.array(ReaderPlace),
  }),
  z.object({ type: z.literal('refused'), id: z.int(), code: z.string(), message: z.string() }),
]);
export type CardCommandAnswer = z.infer<typeof CardCommandAnswer>;

/** Told to connections that follow, after each change, also one that nobody commanded. */
export const CardsMoved = z.object({
  type: z.literal('moved'),
  cards: z.array(CardState),
  readers: z.array(ReaderPlace),
});
export type CardsMoved = z.infer<typeof CardsMoved>;

/** One simulated card on disk (`cards/NAME.json` in the data directory, owner-only). Keys are PKCS#8, data DER, base64. */
export const CardFile = z.object({
  name: z.string(),
  /** `next`: ECDSA P-384 with SHA-384 (planned for 2028); absent: RSA-2048 with SHA-256. */
  generation: z.optional(z.enum(['current', 'next'])),
  /** A next-generation card is an `individual-number-card` of generation `next`. */
  kind: z.enum(fileKinds),
  atr: Hex,
  authentication: z.optional(
    z.object({ certificate: z.string(), issuer: z.string(), privateKey: z.string() }),
  ),
  /** Absent for children under 15. */
  signature: z.optional(z.object({ certificate: z.string(), issuer: z.string(), privateKey: z.string() })),
  /** 券面事項確認AP: opened by the birth date (和暦 YYMMDD). */
  surface: z.optional(z.object({ birthDate: z.string(), record: z.string(), privateKey: z.string() })),
  pins: z.optional(
    z.object({
      authentication: z.object({ value: z.string(), triesLeft: z.int() }),
      signature: z.optional(z.object({ value: z.string(), triesLeft: z.int() })),
      birthDate: z.object({ triesLeft: z.int() }),
    }),
  ),
  /** 共通カードAP record 1: card serial, municipality, expiry (YYYYMMDD); free to read. */
  common: z.optional(
    z.object({
      serial: z.string().check(z.regex(/^\d{15}$/)),
      municipality: z.string().check(z.regex(/^\d{5}$/)),
      expiry: z.string().check(z.regex(/^\d{8}$/)),
    }),
  ),
  /** How the card itself misbehaves, until a command says otherwise. */
  misbehaviour: z.optional(Misbehaviour),
  /** Whether 券面事項確認AP asks for the birth date before it proves itself. */
  surfaceNeedsBirthDate: z.boolean(),
});
export type CardFile = z.infer<typeof CardFile>;
