import * as z from 'zod/mini';
import { Instant, Uuid } from '../../../mock-platform/src/protocol/basics.ts';
import { BoxResident } from '../../../mock-platform/src/protocol/town.ts';
import { LoginProgress, methods } from './local.ts';

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
      /** How far the box's own clock is ahead of the platform's, seconds; null until it was measured. */
      clockError: z.nullable(z.number()),
      /** `good`, or the code of what is wrong with the disk. */
      storage: z.string(),
      /** Files that were damaged at the start and put aside. */
      damagedFiles: z.array(z.string()),
      /** Receipts and answers that the platform has not confirmed yet. */
      unconfirmed: z.int(),
      /** Orders that did not verify, newest last: kept as evidence, never shown. */
      refusedOrders: z.array(z.object({ code: z.string(), at: Instant })),
    }),
  },
  /** All readers as this agent sees them, and which one it would open. */
  readers: {
    params: z.strictObject({}),
    result: z.object({
      /** `ready`, or the code of what is missing. */
      state: z.string(),
      readers: z.array(
        z.object({
          name: z.string(),
          card: z.enum(['present', 'absent', 'mute', 'in-use']),
          chosen: z.boolean(),
          passedOver: z.optional(z.enum(['security-module', 'other-name', 'fixed-card'])),
        }),
      ),
    }),
  },
  /** Starts a login for the command line, as the page's method of this name does. */
  'desk.login': methods['login.start'],
  /** Starts an enrolment for the command line, as the page's method of this name does. */
  'desk.enrol': methods['enrolment.start'],
  /**
   * Steps of that login from number `after` on; waits up to ten seconds for the first. Whoever does not ask for half a
   * minute has gone: the login is cancelled.
   */
  'desk.steps': {
    params: z.strictObject({ login: Uuid, after: z.int().check(z.minimum(0)) }),
    result: z.object({ steps: z.array(LoginProgress), ended: z.boolean() }),
  },
  /** As the page's methods of these names, for a PIN that is typed at the box's own terminal (D16). */
  'desk.type': methods['pin.type'],
  'desk.erase': methods['pin.erase'],
  'desk.submit': methods['pin.submit'],
  'desk.consent': methods['pin.consent'],
  'desk.cancel': methods['login.cancel'],
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
