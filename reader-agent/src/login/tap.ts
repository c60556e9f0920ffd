import { createHash } from 'node:crypto';
import { type CardRead, readCard } from '../card/read.ts';
import { AgentFailure, codeOf } from '../failure.ts';
import { CardFailure } from '../readers/failure.ts';
import type { CardConnection, ReaderBackend } from '../readers/reader.ts';

/** One user of the card at a time: whoever takes the turn gives it back. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** Resolves with what gives the turn back, once everybody before has. */
  async take(): Promise<() => void> {
    const before = this.last;
    let giveBack = (): void => {};
    this.last = new Promise((resolve) => {
      giveBack = resolve;
    });
    await before;
    return giveBack;
  }
}

/** VERIFY with data: the only command that may use up a try. */
const usesTry = (apdu: Uint8Array): boolean => apdu[1] === 0x20 && apdu.length > 5;

/**
 * The card of one login, over all its insertions: opened, known again by a hash of its certificate that is kept only for
 * this login, and left without power at the end. What fails unread on a connection is done once more on a fresh one
 * (reset by another program, lost data, 6F00), but never on one that has seen a VERIFY.
 */
export class Tap {
  private known: string | undefined;
  private connection: CardConnection | undefined;
  private card: CardRead | undefined;
  private verifySent = false;
  /** Settles when nothing is being opened any more. */
  private connecting: Promise<void> = Promise.resolve();
  private giveBack: (() => void) | undefined;

  constructor(
    private readonly reader: ReaderBackend,
    private readonly turns: Turns,
  ) {}

  /** What was read from the card that lies there. */
  get read(): CardRead {
    if (this.card === undefined) throw new AgentFailure('card.removed');
    return this.card;
  }

  /**
   * Opens the card and reads its certificate. A connection of before is closed.
   * @throws CardFailure as `readCard` and the reader, `login.cancelled`
   */
  async open(signal: AbortSignal): Promise<'first' | 'same' | 'other'> {
    await this.close();
    const giveBack = await this.turns.take();
    if (signal.aborted) {
      giveBack();
      throw new AgentFailure('login.cancelled');
    }
    this.giveBack = giveBack;
    // A command that hangs ends when its card is closed.
    signal.addEventListener('abort', () => void this.close(), { once: true });
    try {
      this.card = await this.connectAndRead(signal).catch((error) => {
        if (!this.mayRepeat(error, signal)) throw error;
        return this.connectAndRead(signal);
      });
    } catch (error) {
      // After an abort it is closed already, and may be open again for the next attempt.
      if (!signal.aborted) await this.close();
      throw error;
    }
    const { known } = this;
    this.known = hashOf(this.card);
    if (known === undefined) return 'first';
    return known === this.known ? 'same' : 'other';
  }

  /**
   * Runs a script on the open card (JPKI application selected, unless another script changed that).
   * @throws CardFailure as the script; `card.changed` when the card turned out to be another one
   */
  async run<T>(
    script: (connection: CardConnection, card: CardRead) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    try {
      return await script(this.opened, this.read);
    } catch (error) {
      if (!this.mayRepeat(error, signal)) throw error;
      this.card = await this.connectAndRead(signal);
      if (hashOf(this.card) !== this.known) throw new CardFailure('card.changed');
      return script(this.opened, this.card);
    }
  }

  /** Powers the card off and lets the next user have it. Never throws. */
  async close(): Promise<void> {
    const { connection, giveBack } = this;
    this.connection = undefined;
    this.card = undefined;
    this.giveBack = undefined;
    await connection?.close();
    await this.connecting;
    giveBack?.();
  }

  private get opened(): CardConnection {
    if (this.connection === undefined) throw new CardFailure('card.removed');
    return this.connection;
  }

  private async connectAndRead(signal: AbortSignal): Promise<CardRead> {
    const { connection } = this;
    this.connection = undefined;
    this.verifySent = false;
    await connection?.close();
    const connecting = this.connect(signal);
    this.connecting = connecting.then(
      () => {},
      () => {},
    );
    return readCard(await connecting, signal);
  }

  private async connect(signal: AbortSignal): Promise<CardConnection> {
    if (signal.aborted) throw new AgentFailure('login.cancelled');
    const opened = await this.reader.connect();
    if (signal.aborted) {
      await opened.close();
      throw new AgentFailure('login.cancelled');
    }
    this.connection = {
      transmit: (apdu) => {
        this.verifySent ||= usesTry(apdu);
        return opened.transmit(apdu);
      },
      close: () => opened.close(),
    };
    return this.connection;
  }

  private mayRepeat(error: unknown, signal: AbortSignal): boolean {
    return codeOf(error, '') === 'card.unreadable' && !this.verifySent && !signal.aborted;
  }
}

const hashOf = ({ certificate }: CardRead): string =>
  createHash('sha256').update(certificate).digest('base64');
