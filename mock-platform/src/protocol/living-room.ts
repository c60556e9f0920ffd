import * as z from 'zod/mini';
import { Instant } from './basics.ts';

/** Demo only (D18): what the living-room page reads and asks for. */

/** `GET /living-room/room` */
export const Room = z.object({
  households: z.array(
    z.object({
      id: z.string(),
      /** 「はなさんの家」 */
      name: z.string(),
      /** Port of the box's agent; the page puts it behind the host it was opened with. */
      agentPort: z.int(),
      reader: z.string(),
    }),
  ),
  towns: z.array(z.object({ name: z.string(), consolePath: z.string() })),
  staff: z.array(z.object({ name: z.string(), consolePath: z.string() })),
  cards: z.array(
    z.object({
      name: z.string(),
      /** First name on the card, or what kind it is. */
      label: z.string(),
      /** Caption under it: 「82歳」, 「失効したカード」. */
      caption: z.string(),
      tone: z.enum(['leaf', 'water', 'sun', 'wisteria', 'plum', 'grey']),
      /** A person, or a thing: `none` is a plain card. */
      portrait: z.enum(['grandmother', 'grandfather', 'girl', 'man', 'woman', 'none', 'phone', 'broken']),
    }),
  ),
  readerBackend: z.enum(['simulated', 'pcsc']),
});
export type Room = z.infer<typeof Room>;

/** `POST /living-room/pairings {household}` → one-time code for the television frame of that household. */
export const PairingRequest = z.strictObject({ household: z.string() });
export const Pairing = z.object({
  code: z.string(),
  agentPort: z.int(),
  /** Higher than that of every earlier pairing of this household. */
  number: z.int(),
});
export type Pairing = z.infer<typeof Pairing>;
/** Told to every open page: the window with a lower number does not show this household's television any more. */
export const Paired = z.object({ household: z.string(), number: z.int() });
export type Paired = z.infer<typeof Paired>;

/** `POST /living-room/reader` lays a card on a household's reader, takes it off, or (un)plugs the reader. */
export const ReaderRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('lay'), household: z.string(), card: z.string() }),
  z.strictObject({ action: z.literal('take'), household: z.string() }),
  z.strictObject({ action: z.literal('plug'), household: z.string() }),
  z.strictObject({ action: z.literal('unplug'), household: z.string() }),
]);
export type ReaderRequest = z.infer<typeof ReaderRequest>;
/** Which card lies on which household's reader. `GET /living-room/reader` answers the same. */
export const ReaderState = z.object({
  readers: z.array(z.object({ household: z.string(), card: z.nullable(z.string()), plugged: z.boolean() })),
});
export type ReaderState = z.infer<typeof ReaderState>;

export const Station = z.enum(['card', 'reader', 'agent', 'platform', 'certification', 'town', 'television']);
export type Station = z.infer<typeof Station>;

/**
 * One step of a message's way, for the engineers' strip. Agents write them as JSON lines to the demo's trace socket;
 * the page reads them from the WebSocket `/living-room/trace`. Never a name, a serial or a token.
 */
export const TraceEvent = z.object({
  household: z.optional(z.string()),
  /** Steps of one message share it. */
  flow: z.string().check(z.maxLength(40)),
  station: Station,
  /** Method or message, for instance `login.start`, `POST /identity/logins`, `order`. */
  what: z.string().check(z.maxLength(80)),
  /** Present on the last step: `allowed`, `displayed`, or a refusal code. */
  verdict: z.optional(z.string().check(z.maxLength(60))),
  at: Instant,
});
export type TraceEvent = z.infer<typeof TraceEvent>;

/** Names of a remote control's keys. */
export const RemoteKey = z.enum([
  'Up',
  'Down',
  'Left',
  'Right',
  'Enter',
  'Back',
  'Blue',
  'Red',
  'Green',
  'Yellow',
  'Tv',
  'ChannelUp',
  'ChannelDown',
  'Digit0',
  'Digit1',
  'Digit2',
  'Digit3',
  'Digit4',
  'Digit5',
  'Digit6',
  'Digit7',
  'Digit8',
  'Digit9',
]);
export type RemoteKey = z.infer<typeof RemoteKey>;

/**
 * Between the living-room page and the television frame (`postMessage`, exact origins both ways).
 * The frame says what it shows, never what it contains.
 */
export type ToTelevision = { type: 'chanoma:key'; key: RemoteKey };
export type FromTelevision = { type: 'chanoma:showing'; showing: 'broadcast' | 'application' | 'order' };
