import { createHash } from 'node:crypto';
import type { CardFile, Misbehaviour } from '../protocol/card-reader.ts';
import { type Command, parseCommand, response } from './apdu.ts';
import { SimulatedCard } from './card.ts';
import { StatusFaults } from './faults.ts';
import { statusWords as sw } from './status-words.ts';

/** What comes back when a command is sent to a card that may misbehave. */
export type Outcome = { type: 'answer'; response: Uint8Array } | { type: 'silence' } | { type: 'removal' };

const getResponse = 0xc0;
const readBinary = 0xb0;

/**
 * A card with its misbehaviour, from the moment it is laid down. No I/O and no waiting: how slow it is, is left to
 * whoever carries its answers. A status word given instead of an answer means that the command was not carried out.
 */
export class MisbehavingCard {
  private readonly card: SimulatedCard;
  private readonly faults: StatusFaults;
  private commands = 0;
  private firstSincePower = true;
  private pending: Uint8Array | undefined;

  /** As `SimulatedCard`, whose errors it throws. */
  constructor(
    file: CardFile,
    save?: (card: CardFile) => void,
    private readonly how: Misbehaviour = file.misbehaviour ?? {},
  ) {
    this.card = new SimulatedCard(file, save, how.certificateBytes);
    this.faults = new StatusFaults(how.statusWords ?? []);
  }

  /** Answer to reset; none from a mute card. */
  get atr(): Uint8Array | undefined {
    return this.how.mute === 'reset' ? undefined : this.card.atr;
  }

  powerOff(): void {
    this.firstSincePower = true;
    this.pending = undefined;
    this.card.powerOff();
  }

  reset(): void {
    this.pending = undefined;
    this.card.reset();
  }

  transmit(apdu: Uint8Array): Outcome {
    const { mute, removedAfterApdus, garbage } = this.how;
    if (removedAfterApdus !== undefined && this.commands >= removedAfterApdus) return { type: 'removal' };
    this.commands += 1;
    if (mute !== undefined) return { type: 'silence' };
    if (garbage) return { type: 'answer', response: garbageFor(apdu, this.commands) };
    return { type: 'answer', response: this.answer(apdu) };
  }

  private answer(apdu: Uint8Array): Uint8Array {
    const first = this.firstSincePower;
    this.firstSincePower = false;
    if (first && this.how.firstCommandFails) return response(sw.technicalProblem);
    const command = parseCommand(apdu);
    const status = this.faults.pick(this.commands, command, this.card.currentFile);
    if (status !== undefined) return response(status);
    if (command !== undefined && this.how.lengths === '61xx' && command.ins === getResponse) {
      return this.moreOf(command);
    }
    this.pending = undefined;
    const answer = this.card.transmit(apdu);
    const data = answer.subarray(0, -2);
    if (command === undefined || data.length === 0) return answer;
    return this.withLength(command, this.shortened(command, data));
  }

  /** A successful answer's data, for READ BINARY not more than the card is willing to give. */
  private shortened({ ins }: Command, data: Uint8Array): Uint8Array {
    return ins === readBinary ? data.subarray(0, this.how.shortAnswers) : data;
  }

  private withLength({ le }: Command, data: Uint8Array): Uint8Array {
    if (this.how.lengths === '6Cxx' && le !== data.length) return response(0x6c00 | (data.length & 0xff));
    if (this.how.lengths !== '61xx') return response(sw.done, data);
    this.pending = data;
    return response(0x6100 | (data.length & 0xff));
  }

  /** GET RESPONSE: as much as asked for of what is left. */
  private moreOf({ le = 256 }: Command): Uint8Array {
    const { pending } = this;
    if (pending === undefined) return response(sw.conditionsNotSatisfied);
    if (le > pending.length && le !== 256) return response(0x6c00 | (pending.length & 0xff));
    const rest = pending.subarray(le);
    this.pending = rest.length === 0 ? undefined : rest;
    return response(rest.length === 0 ? sw.done : 0x6100 | (rest.length & 0xff), pending.subarray(0, le));
  }
}

/** Bytes without meaning, the same ones for the same commands: 0 to 31, and never a success. */
function garbageFor(apdu: Uint8Array, count: number): Uint8Array {
  const noise = createHash('sha256').update(apdu).update(String(count)).digest();
  const bytes = noise.subarray(1, 1 + (noise[0]! & 0x1f));
  if (bytes.length >= 2) bytes[bytes.length - 2]! |= 0xa0;
  return bytes;
}
