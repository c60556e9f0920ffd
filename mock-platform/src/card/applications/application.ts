import type { KeyObject } from 'node:crypto';
import type { PinName } from '../pins.ts';

/** What lies under a file identifier. `needs` is the PIN without which it cannot be read or used. */
export type ElementaryFile =
  | { type: 'data'; content: Uint8Array; needs?: PinName | undefined }
  | { type: 'records'; records: readonly Uint8Array[] }
  | { type: 'pin'; pin: PinName }
  | { type: 'key'; key: KeyObject; needs?: PinName | undefined };

/** One application of a card: its name and files, and what its INTERNAL AUTHENTICATE uses, if it has one. */
export interface Application {
  /** Application identifier, hexadecimal. */
  aid: string;
  files: ReadonlyMap<number, ElementaryFile>;
  /** What SELECT answers when it is asked for it (P2 00). */
  controlInformation?: Uint8Array;
  internalAuthentication?: { key: KeyObject; needs?: PinName | undefined } | undefined;
}
