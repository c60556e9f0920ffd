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

/** Control of the simulated cards (living room and command line), same socket form. */
export const CardCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('list'), id: z.int() }),
  z.strictObject({ type: z.literal('insert'), id: z.int(), card: z.string(), reader: z.string() }),
  z.strictObject({ type: z.literal('remove'), id: z.int(), reader: z.string() }),
  /** Unplug or plug the reader itself. */
  z.strictObject({ type: z.literal('reader'), id: z.int(), reader: z.string(), plugged: z.boolean() }),
  /** The card misbehaves from its next insertion on; empty for a good card. */
  z.strictObject({
    type: z.literal('misbehave'),
    id: z.int(),
    card: z.string(),
    removedAfterApdus: z.optional(z.int()),
    delayMs: z.optional(z.int()),
  }),
]);
export type CardCommand = z.infer<typeof CardCommand>;

/** Where a simulated card is. */
export const CardState = z.object({
  name: z.string(),
  /** `resident-card`: old 住基カード; `other`: no JPKI. */
  kind: z.enum(['individual-number-card', 'resident-card', 'other']),
  /** Reader it lies on, or null in the tray. */
  reader: z.nullable(z.string()),
});
export type CardState = z.infer<typeof CardState>;

export const CardCommandAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('done'), id: z.int(), cards: z.array(CardState) }),
  z.object({ type: z.literal('refused'), id: z.int(), code: z.string(), message: z.string() }),
]);
export type CardCommandAnswer = z.infer<typeof CardCommandAnswer>;

/** One simulated card on disk (`cards/NAME.json` in the data directory, owner-only). Keys are PKCS#8, data DER, base64. */
export const CardFile = z.object({
  name: z.string(),
  kind: z.enum(['individual-number-card', 'resident-card', 'other']),
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
  /** Whether 券面事項確認AP asks for the birth date before it proves itself. */
  surfaceNeedsBirthDate: z.boolean(),
});
export type CardFile = z.infer<typeof CardFile>;
