import type { ReaderInfo, ReaderStatus } from '../reader.ts';

/** Between the agent and its PC/SC child, over the JSON channel that `fork` opens. Bytes are hexadecimal. */
export type ToChild =
  | { type: 'connect'; id: number }
  | { type: 'transmit'; id: number; apdu: string }
  /** Powers the card off and lets go of it. */
  | { type: 'disconnect'; id: number }
  | { type: 'ping' }
  | { type: 'stop' };

export type FromChild =
  | { type: 'status'; status: ReaderStatus }
  /** All readers; `emptied` names those that were seen without a card: the next child has to know. */
  | { type: 'readers'; readers: ReaderInfo[]; emptied: string[] }
  /** A card came or went; connections to an earlier card are dead, for the reason `code`. */
  | { type: 'card'; present: boolean; code: 'card.removed' | 'reader.none' }
  | { type: 'answer'; id: number; response: string }
  /** `error` is the name of a PC/SC error, or the binding's message. */
  | { type: 'failure'; id: number; error: string }
  | { type: 'pong' };

/** What the parent tells the child on its command line (JSON, one argument). */
export interface ChildOptions {
  readerName?: string | undefined;
  /** A person at the keyboard asks: cards that may be built in are looked at, too. */
  everyCard?: boolean | undefined;
  /** Readers that earlier children saw without a card. */
  emptied?: readonly string[] | undefined;
  /** The child before ended with a card open: it lies there with power, and perhaps with a verified PIN. */
  powerOff?: boolean | undefined;
}
