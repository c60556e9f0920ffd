/** The part of nfc-pcsc 0.8.1 and @pokusew/pcsclite 0.6.0 that is used here; neither ships types. */
declare module 'nfc-pcsc' {
  import type { EventEmitter } from 'node:events';

  type Done = (error?: Error | null) => void;

  /** Reader of @pokusew/pcsclite. */
  export interface LowLevelReader
    extends EventEmitter<{ status: [{ state: number; atr?: Buffer }]; error: [Error]; end: [] }> {
    readonly name: string;
    readonly connected: boolean;
    readonly SCARD_SHARE_EXCLUSIVE: number;
    readonly SCARD_UNPOWER_CARD: number;
    readonly SCARD_STATE_PRESENT: number;
    readonly SCARD_STATE_MUTE: number;
    readonly SCARD_STATE_EXCLUSIVE: number;
    readonly SCARD_STATE_INUSE: number;
    connect(
      options: { share_mode: number; protocol?: number },
      done: (error: Error | null, protocol?: number) => void,
    ): void;
    disconnect(disposition: number, done: Done): void;
    transmit(
      data: Buffer,
      responseLength: number,
      protocol: number,
      done: (error: Error | null, response?: Buffer) => void,
    ): void;
  }

  export class Reader extends EventEmitter<{ error: [Error]; end: [] }> {
    readonly reader: LowLevelReader;
    readonly name: string;
    autoProcessing: boolean;
  }

  export class NFC extends EventEmitter<{ reader: [Reader]; error: [Error] }> {
    constructor();
  }
}
