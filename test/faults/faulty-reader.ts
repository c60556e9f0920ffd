import { EventEmitter } from 'node:events';
import { SimulatedCard } from '../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../mock-platform/src/protocol/card-reader.ts';

/** What may happen to one command. */
export const faults = [
  'removed',
  'removed without a word',
  'unplugged',
  'reset',
  'not transacted',
  'data lost before',
  'data lost after',
  '6Cxx',
  '61xx',
  '6F00',
  '6F00 after',
  '6984',
  'short answer',
  'truncated certificate',
  'mute',
] as const;
export type Fault = (typeof faults)[number];

/** What may happen when a card is opened. */
export const openingFaults = [
  'held by another program',
  'unresponsive once',
  'unresponsive',
  'card just gone',
  'reader just gone',
] as const;
export type OpeningFault = (typeof openingFaults)[number];

/** Who decides what happens to this command or opening. */
export interface Fate {
  ofCommand(apdu: Buffer): Fault | undefined;
  ofOpening(): OpeningFault | undefined;
  pull(): void;
}

type Done<T> = (error: Error | null, value?: T) => void;

const present = 0x20;
const word = (status: number): Buffer => Buffer.of(status >> 8, status & 0xff);
/** As the binding quotes PC/SC's errors. */
const fails = (value: number): Error => new Error(`SCard error: (0x${value.toString(16)})`);
const [sharing, noCard, unknownReader, notTransacted] = [0x8010000b, 0x8010000c, 0x80100009, 0x80100016];
const [unavailable, dataLost, unresponsive] = [0x80100017, 0x8010002f, 0x80100066];
const [wasReset, wasRemoved] = [0x80100068, 0x80100069];

/** A reader of the native module with simulated cards, and faults at its lowest level. */
export class FaultyReader extends EventEmitter {
  readonly SCARD_SHARE_EXCLUSIVE = 1;
  readonly SCARD_UNPOWER_CARD = 2;
  readonly SCARD_STATE_PRESENT = present;
  readonly SCARD_STATE_EXCLUSIVE = 0x80;
  readonly SCARD_STATE_INUSE = 0x100;
  readonly SCARD_STATE_MUTE = 0x200;
  connected = false;
  private card: SimulatedCard | undefined;
  private events = 0;
  private dead = false;
  private truncated = false;

  constructor(
    readonly name: string,
    private readonly fate: Fate,
  ) {
    super();
  }

  get empty(): boolean {
    return this.card === undefined;
  }

  lay(file: CardFile): void {
    this.card = new SimulatedCard(file);
    this.tell(present);
  }

  /** Also how an empty reader says for the first time that it is empty. */
  take(): void {
    this.card?.powerOff();
    this.card = undefined;
    this.tell(0);
  }

  private tell(flag: number): void {
    this.events += 1;
    this.emit('status', { state: flag | (this.events << 16) });
  }

  connect(_: object, done: Done<number>): void {
    const failure = this.refusal();
    if (failure !== undefined) {
      done(fails(failure));
      return;
    }
    this.dead = false;
    this.truncated = false;
    this.card?.reset();
    this.connected = true;
    done(null, 2);
  }

  disconnect(_: number, done: Done<never>): void {
    this.connected = false;
    this.card?.powerOff();
    done(null);
  }

  transmit(apdu: Buffer, _length: number, _protocol: number, done: Done<Buffer>): void {
    const answer = this.answer(apdu);
    if (typeof answer === 'number') done(fails(answer));
    else if (answer !== 'none') done(null, answer);
  }

  private refusal(): number | undefined {
    switch (this.fate.ofOpening()) {
      case 'held by another program':
        return sharing;
      case 'unresponsive once':
      case 'unresponsive':
        return unresponsive;
      case 'card just gone':
        setImmediate(() => this.take());
        return noCard;
      case 'reader just gone':
        this.fate.pull();
        return unknownReader;
      default:
        return this.card === undefined ? noCard : undefined;
    }
  }

  /** Bytes of the card, the value of an error, or nothing at all. */
  private answer(apdu: Buffer): Buffer | number | 'none' {
    const { card } = this;
    if (card === undefined) return wasRemoved;
    if (this.dead) return wasReset;
    const fault = this.fate.ofCommand(apdu);
    if (this.truncated && apdu[1] === 0xb0) return word(0x6b00);
    const real = (): Buffer => Buffer.from(card.transmit(apdu));
    return fault === undefined ? real() : this.happen(fault, real);
  }

  private happen(fault: Fault, real: () => Buffer): Buffer | number | 'none' {
    switch (fault) {
      case 'removed':
        this.take();
        return wasRemoved;
      case 'removed without a word':
        setImmediate(() => this.take());
        return Buffer.of();
      case 'unplugged':
        this.fate.pull();
        return unavailable;
      case 'reset':
      case 'not transacted':
        this.dead = true;
        if (fault === 'reset') this.card?.reset();
        return fault === 'reset' ? wasReset : notTransacted;
      case 'data lost after':
        real();
        return dataLost;
      case 'data lost before':
        return dataLost;
      case '6Cxx':
        return word(0x6c10);
      case '61xx':
        return word(0x6110);
      case '6F00':
        return word(0x6f00);
      case '6F00 after':
        real();
        return word(0x6f00);
      case '6984':
        return word(0x6984);
      case 'short answer': {
        const answer = real();
        return Buffer.concat([answer.subarray(0, (answer.length - 2) >> 1), answer.subarray(-2)]);
      }
      case 'truncated certificate':
        this.truncated = true;
        return word(0x6b00);
      case 'mute':
        return 'none';
    }
  }
}
