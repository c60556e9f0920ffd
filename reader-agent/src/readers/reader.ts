import type { EventEmitter } from 'node:events';

/** What stands between the agent and a card, seen from the agent. */
export type ReaderStatus =
  | { state: 'ready'; card: boolean }
  | {
      state: 'missing';
      code:
        | 'reader.driver-missing'
        | 'reader.service-missing'
        | 'reader.none'
        | 'reader.busy'
        | 'reader.failed';
      card: false;
    };

/**
 * One way to reach IC readers (PC/SC in a child process, or the simulated card's process). Heals by itself: after
 * `start` it keeps trying, and every change of `status` is announced by `changed`.
 */
export interface ReaderBackend extends EventEmitter<{ changed: [ReaderStatus] }> {
  readonly status: ReaderStatus;
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Opens the card that lies on the reader, exclusively. Sends nothing to it.
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
