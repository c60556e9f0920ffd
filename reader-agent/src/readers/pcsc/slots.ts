import type { LowLevelReader } from 'nfc-pcsc';
import type { ReaderInfo, ReaderStatus } from '../reader.ts';
import type { FromChild } from './messages.ts';
import { passedOverByName } from './reader-choice.ts';
import { Slot } from './slot.ts';

export interface SlotsOptions {
  readerName?: string | undefined;
  everyCard?: boolean | undefined;
  emptied?: readonly string[] | undefined;
  powerOff?: boolean | undefined;
  tell(message: FromChild): void;
}

/** After a failure because another program holds the card, the status follows a little later than the failure. */
const busyDelay = 50;
/** pcscd does not tell when the other program lets go: after this the card counts again and may be tried. */
const busyLimit = 2000;

const selectJpki = Buffer.from('00A4040C0AD392F000260100000001', 'hex');

/**
 * All readers of the machine and the one whose card counts. With a single reader that is the one. With several, a reader
 * whose card was there when it appeared does not count until it was seen empty or its card has answered as a JPKI card:
 * security modules and security keys never leave, people's cards do. A card that was laid later wins over an earlier one,
 * and the card that was opened last over all others as long as it lies there.
 */
export class Slots {
  private readonly slots = new Map<string, Slot>();
  private readonly emptied: Set<string>;
  /** The reader of the card that is open now, and of the one that was opened last. */
  private opened: Slot | undefined;
  private lastUsed: Slot | undefined;
  private laid = 0;
  private listed = false;
  /** Cards that are losing their power before anything is told of them. */
  private poweringOff = 0;

  constructor(private readonly options: SlotsOptions) {
    this.emptied = new Set(options.emptied);
  }

  /** From now on no reader means that there is none, and not that none has been told yet. */
  settle(): void {
    this.listed = true;
    this.report();
  }

  add(name: string, low: LowLevelReader): void {
    const slot = new Slot(name, low, passedOverByName(name, this.options.readerName));
    slot.emptied = this.emptied.has(name);
    this.slots.set(name, slot);
    low.on('status', ({ state }) => this.stateChanged(slot, state));
  }

  /** The reader is gone; others go on. */
  remove(name: string): void {
    const slot = this.slots.get(name);
    if (slot === undefined) return;
    this.slots.delete(name);
    slot.present = false;
    this.cardChanged(slot, 'reader.none');
  }

  /** Opens the card that counts; where several lie, the first that answers SELECT JPKI. @throws Error with a PC/SC name */
  async open(): Promise<void> {
    const candidates = this.candidates();
    const [first] = candidates;
    if (first === undefined) throw new Error('SCARD_E_NO_SMARTCARD');
    const slot = candidates.length === 1 ? await this.openOnly(first) : await this.openOneOf(candidates);
    if (!slot.present) {
      await slot.close().catch(() => undefined);
      throw new Error('SCARD_W_REMOVED_CARD');
    }
    this.opened = slot;
    this.lastUsed = slot;
  }

  async transmit(apdu: Buffer): Promise<Buffer> {
    const slot = this.opened;
    if (slot === undefined) throw new Error('SCARD_W_REMOVED_CARD');
    const response = await slot.transmit(apdu);
    if (apdu.equals(selectJpki) && isSuccess(response)) {
      slot.jpki = true;
      this.vouchFor(slot);
    }
    return response;
  }

  /** The open card loses its power. */
  async letGo(): Promise<void> {
    const slot = this.opened;
    this.opened = undefined;
    await slot?.close().catch(() => undefined);
  }

  get status(): ReaderStatus {
    const usable = this.usable();
    if (usable.length === 0) return { state: 'missing', code: 'reader.none', card: false };
    const lying = usable.filter((slot) => slot.present && this.counts(slot));
    if (lying.some((slot) => !slot.busy)) return { state: 'ready', card: true };
    if (lying.length > 0) return { state: 'missing', code: 'reader.busy', card: false };
    return { state: 'ready', card: false };
  }

  get readers(): ReaderInfo[] {
    const chosen = this.opened ?? this.candidates()[0];
    return [...this.slots.values()].map((slot) => {
      const passedOver =
        slot.passedOver ?? (slot.present && !this.counts(slot) ? ('fixed-card' as const) : undefined);
      return {
        name: slot.name,
        card: slot.card,
        chosen: slot === chosen,
        ...(passedOver === undefined ? {} : { passedOver }),
      };
    });
  }

  private stateChanged(slot: Slot, state: number): void {
    const first = !slot.known;
    const news = slot.take(state);
    if (first && slot.present && this.options.powerOff === true) void this.powerOff(slot);
    if (!slot.present || news === 'exchanged') this.vouchFor(slot);
    if (news === 'laid' || news === 'exchanged') {
      this.laid += 1;
      slot.laid = slot.emptied ? this.laid : 0;
    }
    if (news === 'exchanged') {
      slot.present = false;
      this.cardChanged(slot, 'card.removed');
      slot.present = true;
    }
    if (news === undefined) this.report();
    else this.cardChanged(slot, 'card.removed');
  }

  /** Before anybody may open the card that the child before has left open. */
  private async powerOff(slot: Slot): Promise<void> {
    if (slot.passedOver !== undefined) return;
    this.poweringOff += 1;
    await slot
      .open()
      .then(() => slot.close())
      .catch(() => undefined);
    this.poweringOff -= 1;
    this.report();
  }

  /** With several readers, only the one in use ends a connection when its card goes. */
  private cardChanged(slot: Slot, code: 'card.removed' | 'reader.none'): void {
    const { opened } = this;
    if (opened === undefined || (opened === slot && !slot.present)) {
      this.options.tell({ type: 'card', present: slot.present, code });
    }
    if (slot === this.lastUsed && !slot.present) {
      this.lastUsed = undefined;
      // A card that lies on another reader must not keep the session of the one that was taken.
      if (this.status.card) this.options.tell({ type: 'status', status: { state: 'ready', card: false } });
    }
    if (this.isNewsBesideOthers(slot))
      this.options.tell({ type: 'status', status: { state: 'ready', card: false } });
    this.report();
    if (opened === slot && !slot.present) void this.letGo();
  }

  /** Whoever waits for a better card than those that lie there must hear of it; a person's own card is not disturbed. */
  private isNewsBesideOthers(slot: Slot): boolean {
    if (this.lastUsed?.jpki === true || this.poweringOff > 0) return false;
    const candidates = this.candidates();
    return candidates.length > 1 && candidates.includes(slot);
  }

  private report(): void {
    const { tell } = this.options;
    const known =
      this.listed || ([...this.slots.values()].every((slot) => slot.known) && this.slots.size > 0);
    if (!known || this.poweringOff > 0) return;
    tell({ type: 'readers', readers: this.readers, emptied: [...this.emptied] });
    tell({ type: 'status', status: this.status });
  }

  private vouchFor(slot: Slot): void {
    if (slot.emptied) return;
    slot.emptied = true;
    this.emptied.add(slot.name);
    if (slot.present) this.report();
  }

  private usable(): Slot[] {
    return [...this.slots.values()].filter((slot) => slot.passedOver === undefined);
  }

  private counts(slot: Slot): boolean {
    if (slot.passedOver !== undefined) return false;
    return (
      slot.emptied || slot === this.opened || this.options.everyCard === true || this.usable().length === 1
    );
  }

  private candidates(): Slot[] {
    const rank = (slot: Slot): number => (slot === this.lastUsed ? Number.POSITIVE_INFINITY : slot.laid);
    return this.usable()
      .filter((slot) => slot.present && this.counts(slot))
      .sort((one, other) => rank(other) - rank(one));
  }

  private async openOnly(slot: Slot): Promise<Slot> {
    try {
      await slot.open();
      return slot;
    } catch (error) {
      this.noticeHolder(slot, error as Error);
      throw error;
    }
  }

  private async openOneOf(candidates: readonly Slot[]): Promise<Slot> {
    let failure: Error | undefined;
    let other: Slot | undefined;
    for (const slot of candidates) {
      try {
        await this.openOnly(slot);
        if (await answersJpki(slot)) return slot;
        await slot.close();
        other ??= slot;
      } catch (error) {
        failure ??= error as Error;
      }
    }
    // None is a JPKI card: the first one is named to the person for what it is.
    if (other !== undefined) return this.openOnly(other);
    throw failure ?? new Error('SCARD_E_NO_SMARTCARD');
  }

  private noticeHolder(slot: Slot, error: Error): void {
    if (error.message !== 'SCARD_E_SHARING_VIOLATION') return;
    setTimeout(() => {
      slot.busy = slot.present && slot !== this.opened;
      this.report();
    }, busyDelay).unref();
    setTimeout(() => {
      slot.busy = false;
      this.report();
    }, busyLimit).unref();
  }
}

/** Real cards were seen to answer the first command after power-on with 6F00: that one is sent once more. */
async function answersJpki(slot: Slot): Promise<boolean> {
  const response = await slot.transmit(selectJpki);
  if (response.toString('hex') !== '6f00') return isSuccess(response);
  return isSuccess(await slot.transmit(selectJpki));
}

function isSuccess(response: Buffer): boolean {
  return response.subarray(-2).toString('hex') === '9000';
}
