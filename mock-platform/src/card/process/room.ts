import { EventEmitter } from 'node:events';
import type {
  CardCommand,
  CardFile,
  CardState,
  Misbehaviour,
  ReaderPlace,
} from '../../protocol/card-reader.ts';
import { kindOf } from '../kind.ts';
import { MisbehavingCard } from '../misbehaving-card.ts';
import { LaidCard } from './laid-card.ts';
import { Reader } from './reader.ts';
import { Refused } from './refused.ts';
import type { CardStore } from './store.ts';
import type { VpcdSlot } from './vpcd.ts';

/** Where every card is and what readers there are. */
export interface RoomState {
  cards: CardState[];
  readers: ReaderPlace[];
}

/** All readers and the tray of cards: what the control commands act on. `moved` after each change, whoever made it. */
export class Room extends EventEmitter<{ moved: [] }> {
  private readonly readers = new Map<string, Reader>();
  private readonly misbehaviours = new Map<string, Misbehaviour>();
  private turn: Promise<unknown> = Promise.resolve();

  /** @param slots readers whose card is passed on to a vpcd instead of to attached agents. */
  constructor(
    private readonly store: CardStore,
    readerNames: readonly string[],
    private readonly slots: ReadonlyMap<string, VpcdSlot> = new Map(),
  ) {
    super();
    // One listener per connection that follows.
    this.setMaxListeners(0);
    for (const name of readerNames) this.add(new Reader(name));
    for (const [name, slot] of slots) slot.follow(this.reader(name));
  }

  /** The reader that an agent may attach to: none that belongs to a vpcd. */
  attachable(name: string): Reader | undefined {
    return this.slots.has(name) ? undefined : this.readers.get(name);
  }

  /**
   * Carries out one command and tells where everything is afterwards. Commands of all clients run one after another.
   * @throws Refused; then nothing has changed.
   */
  execute(command: CardCommand): Promise<RoomState> {
    const result = this.turn.then(() => this.carryOut(command));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async carryOut(command: CardCommand): Promise<RoomState> {
    switch (command.type) {
      case 'list':
      case 'follow':
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
      case 'misbehave': {
        const { type: _type, id: _id, card, ...how } = command;
        this.store.load(card);
        this.misbehaviours.set(card, how);
        this.emit('moved');
        break;
      }
    }
    return this.state;
  }

  get state(): RoomState {
    return {
      cards: this.store.list().map((file) => {
        const misbehaviour = this.misbehaviourOf(file);
        const bad = Object.keys(misbehaviour).length > 0;
        return {
          name: file.name,
          kind: kindOf(file),
          reader: this.placeOf(file.name),
          ...(bad && { misbehaviour }),
        };
      }),
      readers: [...this.readers.values()].map(({ name, plugged }) => ({ name, plugged })),
    };
  }

  private add(reader: Reader): void {
    this.readers.set(reader.name, reader);
    const moved = (): void => void this.emit('moved');
    reader.on('card', moved).on('plugged', moved);
  }

  private misbehaviourOf(file: CardFile): Misbehaviour {
    return this.misbehaviours.get(file.name) ?? file.misbehaviour ?? {};
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
    const file = this.store.load(name);
    const how = this.misbehaviourOf(file);
    const card = openCard(file, this.store, how);
    const laid = new LaidCard(name, card, how.delayMs ?? 0, () => reader.take());
    await this.slots.get(readerName)?.reach(laid);
    reader.lay(laid);
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

/** @throws Refused `card.damaged` when a key in the file is not of the card's generation. */
export function openCard(
  file: CardFile,
  store: { save(card: CardFile): void },
  how: Misbehaviour,
): MisbehavingCard {
  try {
    return new MisbehavingCard(file, (changed) => store.save(changed), how);
  } catch {
    const kind = file.generation === 'next' ? 'a P-384' : 'an RSA';
    throw new Refused('card.damaged', `a key of card "${file.name}" is not ${kind} key`);
  }
}
