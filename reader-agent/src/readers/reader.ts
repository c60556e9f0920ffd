import type { EventEmitter } from 'node:events';

/** What stands between the agent and a card, seen from the agent. */
export type ReaderStatus =
  | { state: 'ready'; card: boolean }
  | {
      state: 'missing';
      code:
        | 'reader.driver-missing'
        | 'reader.service-missing'
        | 'reader.permission'
        | 'reader.none'
        | 'reader.busy'
        | 'reader.failed';
      card: false;
    };

/** Why cards on a reader are passed over. */
export type PassedOver =
  /** Named as a slot for security modules (SAM). */
  | 'security-module'
  /** Another one was asked for (`--reader-name`). */
  | 'other-name'
  /** Its card has been in it ever since it appeared, and there are other readers: it may be built in. */
  | 'fixed-card';

/** One reader as staff and engineers see it. */
export interface ReaderInfo {
  name: string;
  /** `mute`: it does not answer the reset; `in-use`: another program holds it. */
  card: 'present' | 'absent' | 'mute' | 'in-use';
  /** Whether the agent would open this one now. */
  chosen: boolean;
  passedOver?: PassedOver;
}

/**
 * One way to reach IC readers (PC/SC in a child process, or the simulated card's process). Heals by itself: after
 * `start` it keeps trying, and every change of `status` is announced by `changed`.
 */
export interface ReaderBackend extends EventEmitter<{ changed: [ReaderStatus] }> {
  readonly status: ReaderStatus;
  /** All readers, also those that are passed over. */
  readonly readers: readonly ReaderInfo[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Opens the card that lies on the reader, exclusively. Sends nothing to it, unless several readers hold cards: then
   * each is asked for the JPKI application.
   * @throws CardFailure `card.removed`, `card.unreadable`, `reader.busy`, …
   */
  connect(): Promise<CardConnection>;
}

/** An open card. Every method throws `CardFailure` when the card or the reader is gone. */
export interface CardConnection {
  /** One short APDU; resolves with data and status word (at least two bytes) within the limit. */
  transmit(apdu: Uint8Array): Promise<Uint8Array>;
  /** Powers the card off, so that no verified PIN survives. Never throws. */
  close(): Promise<void>;
}
