import * as z from 'zod/mini';
import { BoxResident } from '../../../mock-platform/src/protocol/town.ts';

/**
 * The agent's owner-only unix socket (D17): what starts the box's browser, installs a box or serves the command line.
 * JSON-RPC 2.0, one object per line.
 */
export const controlMethods = {
  /** How the box is. */
  status: {
    params: z.strictObject({}),
    result: z.object({
      registered: z.boolean(),
      box: z.nullable(z.string()),
      /** `ready`, or the code of what is missing. */
      reader: z.string(),
      /** `online` or `offline`. */
      platform: z.string(),
    }),
  },
  /** One-time code (30 s) that the browser exchanges for its cookie: `GET /pair?code=…`. */
  'pairing.code': { params: z.strictObject({}), result: z.object({ code: z.string() }) },
  /** Registers the box with the code that staff gave out; pins the town keys. */
  'box.register': { params: z.strictObject({ code: z.string() }), result: z.object({ box: z.string() }) },
  /**
   * Ends an enrolment at this box: the agent remembers, encrypted with the box key, which certificate belongs to which
   * resident and the birth date that opens the card's possession proof (D3).
   */
  'residents.enrol': {
    params: z.strictObject({
      subject: BoxResident.shape.subject,
      /** SHA-256 of the issuing CA's public key (SPKI), hex. */
      issuerKey: z.string(),
      /** Certificate serial number, lower-case hex without leading zeros. */
      serial: z.string(),
      /** 和暦 YYMMDD as the card knows it. */
      birthDate: z.string().check(z.regex(/^\d{6}$/)),
    }),
    result: z.object({}),
  },
} as const;
export type ControlMethod = keyof typeof controlMethods;
