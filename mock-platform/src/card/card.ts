import type { CardFile } from '../protocol/card-reader.ts';
import { type Command, parseCommand, response } from './apdu.ts';
import type { Application, ElementaryFile } from './applications/application.ts';
import { applicationsOf } from './applications/of-card.ts';
import { change, readBinary, readRecord, verify } from './commands.ts';
import { Pins } from './pins.ts';
import { internalAuthenticate, sign } from './signing.ts';
import { statusWords as sw } from './status-words.ts';

/**
 * A card at the level of APDUs: command bytes in, response bytes out, no I/O except `save`. It never throws, whatever
 * is sent. Only `powerOff` forgets verified PINs; reset, SELECT and a new connection do not (the strict reading of
 * what was measured on real cards).
 */
export class SimulatedCard {
  readonly atr: Uint8Array;
  private readonly applications: Application[];
  private readonly pins: Pins;
  private application: Application | undefined;
  private current: number | undefined;

  /**
   * @param card is kept and changed: PIN counters and values.
   * @param save makes a change durable before it returns.
   * @param certificateBytes cuts the certificates off after so many bytes.
   * @throws when a key in the file is not of the card's generation.
   */
  constructor(card: CardFile, save: (card: CardFile) => void = () => undefined, certificateBytes?: number) {
    this.atr = Buffer.from(card.atr, 'hex');
    this.applications = applicationsOf(card, certificateBytes);
    this.pins = new Pins(card, save);
  }

  /** Identifier of the selected file. */
  get currentFile(): number | undefined {
    return this.current;
  }

  powerOff(): void {
    this.reset();
    this.pins.forget();
  }

  /** Warm reset: the selection is lost, verified PINs are not. */
  reset(): void {
    this.application = undefined;
    this.current = undefined;
  }

  transmit(apdu: Uint8Array): Uint8Array {
    const command = parseCommand(apdu);
    if (command === undefined) return response(sw.wrongLength);
    try {
      return this.refuseClass(command) ?? this.execute(command);
    } catch {
      // A counter could not be saved: the card has done nothing that its holder could gain from.
      return response(sw.technicalProblem);
    }
  }

  private refuseClass({ cla }: Command): Uint8Array | undefined {
    if (cla === 0x00 || cla === 0x80) return undefined;
    if ((cla & 0x70) === 0x00) {
      return response((cla & 0x0c) === 0 ? sw.channelsNotSupported : sw.secureMessagingNotSupported);
    }
    return response(sw.unknownClass);
  }

  private execute(command: Command): Uint8Array {
    const { cla, ins } = command;
    if (cla === 0x00 && ins === 0xa4) return this.select(command);
    // Without an application there is nothing that could know an instruction.
    if (this.application === undefined) return response(sw.unknownInstruction);
    if (cla === 0x80) {
      if (ins !== 0x2a) return response(sw.unknownInstruction);
      const { internalAuthentication } = this.application;
      if (internalAuthentication === undefined) return this.withFile(command, sign);
      return internalAuthenticate(command, internalAuthentication, this.pins);
    }
    if (ins === 0xb0) return this.read(command);
    if (ins === 0xb2) return this.readRecord(command);
    if (ins === 0x20) return this.withFile(command, verify);
    if (ins === 0x24) return this.withFile(command, change);
    return response(sw.unknownInstruction);
  }

  /** SELECT by application name (P1 04) or file identifier (P1 02). A failed one changes nothing. */
  private select({ p1, p2, data }: Command): Uint8Array {
    // The master file: seen to be refused after power-on, and to have no effect inside an application.
    if (p1 === 0x00 && p2 === 0x00 && data.length === 0 && this.application !== undefined) {
      return response(sw.done);
    }
    if ((p1 !== 0x04 && p1 !== 0x02) || (p2 !== 0x0c && p2 !== 0x00)) return response(sw.wrongParameters);
    if (p1 === 0x04) {
      const aid = Buffer.from(data).toString('hex').toUpperCase();
      const application = this.applications.find((candidate) => candidate.aid === aid);
      if (application === undefined) return response(sw.fileNotFound);
      this.application = application;
      this.current = undefined;
      return response(sw.done, p2 === 0x00 ? application.controlInformation : undefined);
    }
    if (data.length !== 2) return response(sw.wrongLength);
    const identifier = (data[0]! << 8) | data[1]!;
    if (!this.application?.files.has(identifier)) return response(sw.fileNotFound);
    this.current = identifier;
    return response(sw.done);
  }

  /** READ BINARY: with bit 8 of P1 the rest of P1 is a short file identifier and P2 the offset. */
  private read(command: Command): Uint8Array {
    const { p1, p2 } = command;
    const short = (p1 & 0x80) !== 0;
    if (short && (p1 & 0x60) !== 0) return response(sw.wrongParameters);
    return this.inFile(short ? p1 & 0x1f : undefined, (file) =>
      readBinary(command, file, short ? p2 : (p1 << 8) | p2, this.pins),
    );
  }

  /** READ RECORD: the low bits of P2 say that P1 is a number, the high ones are a short file identifier. */
  private readRecord(command: Command): Uint8Array {
    const { p2 } = command;
    if ((p2 & 0x07) !== 0x04) return response(sw.wrongParameters);
    return this.inFile(p2 >> 3 || undefined, (file) => readRecord(command, file));
  }

  /** P2 80 means the current file, 80 + n the file with the short identifier n. */
  private withFile(
    command: Command,
    run: (command: Command, file: ElementaryFile, pins: Pins) => Uint8Array,
  ): Uint8Array {
    const { p2 } = command;
    if ((p2 & 0xe0) !== 0x80) return response(sw.wrongParameters);
    return this.inFile(p2 & 0x1f || undefined, (file) => run(command, file, this.pins));
  }

  private inFile(identifier: number | undefined, run: (file: ElementaryFile) => Uint8Array): Uint8Array {
    const meant = identifier ?? this.current;
    if (meant === undefined) return response(sw.noCurrentFile);
    const file = this.application?.files.get(meant);
    if (file === undefined) return response(sw.fileNotFound);
    this.current = meant;
    return run(file);
  }
}
