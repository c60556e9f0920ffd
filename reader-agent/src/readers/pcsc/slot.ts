/// <reference path="./nfc-pcsc.d.ts" />
import { setTimeout as delay } from 'node:timers/promises';
import type { LowLevelReader } from 'nfc-pcsc';
import { pcscErrorName } from '../pcsc-errors.ts';
import type { PassedOver, ReaderInfo } from '../reader.ts';

/** Data of a short answer and its status word; less would lose an answer whose command was already carried out. */
const longestAnswer = 258;
const settlingTime = 200;
const unsettled = [
  'SCARD_W_UNRESPONSIVE_CARD',
  'SCARD_W_UNPOWERED_CARD',
  'SCARD_W_RESET_CARD',
  'SCARD_E_COMM_DATA_LOST',
  'SCARD_E_NOT_TRANSACTED',
];

/** One PC/SC reader through the binding's low level: exclusive, and without power afterwards. */
export class Slot {
  present = false;
  /** Whether its state has been told. */
  known = false;
  /** It was seen without a card, or its card was a JPKI card: people lay cards on it. */
  emptied = false;
  /** Another program kept the agent from opening the card. */
  busy = false;
  /** Counts upwards with each card that was laid; 0 for one that was there first. */
  laid = 0;
  /** The card that lies there has answered as a JPKI card. */
  jpki = false;
  private mute = false;
  /** Another program, or the agent, held the card when pcscd last told of it. */
  private held = false;
  private events: number | undefined;
  private protocol: number | undefined;

  constructor(
    readonly name: string,
    private readonly low: LowLevelReader,
    readonly passedOver: PassedOver | undefined,
  ) {}

  /**
   * Takes over a state word. pcscd counts the cards that come and go in its upper half: a card that lies there before
   * and after may still be another one.
   */
  take(state: number): 'laid' | 'gone' | 'exchanged' | undefined {
    const { present: before, events: counted } = this;
    this.known = true;
    this.present = (state & this.low.SCARD_STATE_PRESENT) !== 0;
    this.mute = (state & this.low.SCARD_STATE_MUTE) !== 0;
    this.held = (state & (this.low.SCARD_STATE_EXCLUSIVE | this.low.SCARD_STATE_INUSE)) !== 0;
    this.events = state >>> 16;
    if (!this.present) this.busy = false;
    if (this.present === before && (!this.present || counted === this.events)) return undefined;
    this.jpki = false;
    if (this.present === before) return 'exchanged';
    return this.present ? 'laid' : 'gone';
  }

  get card(): ReaderInfo['card'] {
    if (!this.present) return 'absent';
    if (this.mute) return 'mute';
    return this.busy || (this.held && this.protocol === undefined) ? 'in-use' : 'present';
  }

  /** A card that has only just come into the field may need a moment: such errors are tried once more. */
  async open(): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      if (!unsettled.includes((error as Error).message)) throw error;
      await delay(settlingTime);
      await this.connect();
    }
  }

  private async connect(): Promise<void> {
    // The binding answers `connect` on an open handle with a false success.
    if (this.low.connected) await this.close();
    const protocol = await call<number | undefined>((done) =>
      this.low.connect({ share_mode: this.low.SCARD_SHARE_EXCLUSIVE }, done),
    );
    if (protocol === undefined) throw new Error('SCARD_E_NO_SERVICE');
    this.protocol = protocol;
  }

  async transmit(apdu: Buffer): Promise<Buffer> {
    const { protocol } = this;
    if (protocol === undefined) throw new Error('SCARD_W_REMOVED_CARD');
    const response = await call<Buffer | undefined>((done) =>
      this.low.transmit(apdu, longestAnswer, protocol, done),
    );
    // A card that is pulled while it works leaves an empty answer without an error.
    if (response === undefined || response.length < 2) throw new Error('SCARD_W_REMOVED_CARD');
    return response;
  }

  /** UNPOWER is the only disposition after which a verified PIN is forgotten at once. */
  async close(): Promise<void> {
    this.protocol = undefined;
    await call<undefined>((done) =>
      this.low.disconnect(this.low.SCARD_UNPOWER_CARD, (error) => done(error ?? null, undefined)),
    );
  }
}

function call<T>(start: (done: (error: Error | null, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(new Error(pcscErrorName(error.message) ?? error.message));
      else resolve(value);
    });
  });
}
