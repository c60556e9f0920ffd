import type { CardCommand, CardState } from '../../protocol/card-reader.ts';
import { SimulatedCard } from '../card.ts';
import { LaidCard, type Misbehaviour } from './laid-card.ts';
import { Reader } from './reader.ts';
import { Refused } from './refused.ts';
import type { CardStore } from './store.ts';
import type { VpcdSlot } from './vpcd.ts';

/** All readers and the tray of cards: what the control commands act on. */
export class Room {
  private readonly readers = new Map<string, Reader>();
  private readonly misbehaviours = new Map<string, Misbehaviour>();
  private turn: Promise<unknown> = Promise.resolve();

  /** @param slots readers whose card is passed on to a vpcd instead of to attached agents. */
  constructor(
    private readonly store: CardStore,
    readerNames: readonly string[],
    private readonly slots: ReadonlyMap<string, VpcdSlot> = new Map(),
  ) {
    for (const name of readerNames) this.readers.set(name, new Reader(name));
    for (const [name, slot] of slots) slot.follow(this.reader(name));
  }

  /** The reader that an agent may attach to: none that belongs to a vpcd. */
  attachable(name: string): Reader | undefined {
    return this.slots.has(name) ? undefined : this.readers.get(name);
  }

  /**
   * Carries out one command and tells all cards afterwards. Commands of all clients run one after another.
   * @throws Refused; then nothing has changed.
   */
  execute(command: CardCommand): Promise<CardState[]> {
    const result = this.turn.then(() => this.carryOut(command));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async carryOut(command: CardCommand): Promise<CardState[]> {
    switch (command.type) {
      case 'list':
        break;
      case 'insert':
        await this.insert(command.card, command.reader);
        break;
      case 'remove':
        this.reader(command.reader).take();
        break;
      case 'reader':
        this.reader(command.reader).plug(command.plugged);
        break;
      case 'misbehave':
        this.store.load(command.card);
        this.misbehaviours.set(command.card, {
          removedAfterApdus: command.removedAfterApdus,
          delayMs: command.delayMs,
        });
        break;
    }
    return this.store.list().map((card) => ({ ...card, reader: this.placeOf(card.name) }));
  }

  private async insert(name: string, readerName: string): Promise<void> {
    const reader = this.reader(readerName);
    const place = this.placeOf(name);
    if (place === readerName) return;
    if (place !== null) throw new Refused('card.elsewhere', `card "${name}" lies on "${place}"`);
    if (reader.card !== undefined) {
      throw new Refused('reader.occupied', `card "${reader.card.name}" lies on "${readerName}"`);
    }
    if (!reader.plugged) throw new Refused('reader.unplugged', `"${readerName}" is not plugged in`);
    const laid = new LaidCard(name, this.open(name), this.misbehaviours.get(name) ?? {}, () => reader.take());
    await this.slots.get(readerName)?.reach(laid);
    reader.lay(laid);
  }

  private open(name: string): SimulatedCard {
    const file = this.store.load(name);
    try {
      return new SimulatedCard(file, (changed) => this.store.save(changed));
    } catch {
      throw new Refused('card.damaged', `a key of card "${name}" is not an RSA key`);
    }
  }

  private reader(name: string): Reader {
    const reader = this.readers.get(name);
    if (reader === undefined)
      throw new Refused('reader.unknown', `there is no reader "${name.slice(0, 64)}"`);
    return reader;
  }

  private placeOf(card: string): string | null {
    for (const reader of this.readers.values()) if (reader.card?.name === card) return reader.name;
    return null;
  }
}
