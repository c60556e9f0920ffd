import { setTimeout as delay } from 'node:timers/promises';
import type { LowLevelReader } from 'nfc-pcsc';
import { pcscErrorName } from '../pcsc-errors.ts';

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
  private protocol: number | undefined;

  constructor(private readonly low: LowLevelReader) {}

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
