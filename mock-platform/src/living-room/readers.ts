import type { CardState } from '../protocol/card-reader.ts';
import type { ReaderRequest, ReaderState } from '../protocol/living-room.ts';
import { PlatformError } from '../server/platform-error.ts';
import { type CardTable, CardTableRefused } from './card-table.ts';
import type { DemoBox } from './options.ts';

/** The readers of the demo's households: what lies on each, and whether it is plugged in. */
export class DemoReaders {
  readonly #unplugged = new Set<string>();
  readonly #listeners = new Set<(state: ReaderState) => void>();
  /** Where every card was when the card process last answered. */
  #cards: CardState[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly boxes: readonly DemoBox[],
    private readonly table: CardTable,
  ) {}

  get state(): ReaderState {
    return {
      readers: this.boxes.map(({ household, reader }) => ({
        household,
        card: this.#cards.find((card) => card.reader === reader)?.name ?? null,
        plugged: !this.#unplugged.has(household),
      })),
    };
  }

  /** Learns what lies where already: cards stay on their readers when the platform is started anew. */
  async look(): Promise<void> {
    this.#cards = await this.table.command({ type: 'list' });
  }

  /** Calls back after every change until the returned function is called. */
  subscribe(listener: (state: ReaderState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Carries requests out one after another.
   * @throws PlatformError 404 for an unknown household, 409 with the card process's own code.
   */
  async apply(request: ReaderRequest): Promise<ReaderState> {
    const reader = this.boxes.find(({ household }) => household === request.household)?.reader;
    if (reader === undefined) throw new PlatformError(404, 'household.unknown');
    const done = this.#turn.then(() => this.#carryOut(request, reader));
    this.#turn = done.catch(() => undefined);
    try {
      await done;
    } catch (error) {
      if (!(error instanceof CardTableRefused)) throw error;
      if (error.code === 'card.process-gone') {
        // Started anew it has every card in the tray and every reader plugged in.
        this.#cards = [];
        this.#unplugged.clear();
      }
      throw new PlatformError(409, error.code, error.message);
    } finally {
      // Also after a refusal: the card that lay there before may already have been taken.
      for (const listener of this.#listeners) listener(this.state);
    }
    return this.state;
  }

  async #carryOut(request: ReaderRequest, reader: string): Promise<void> {
    this.#cards = await this.table.command({ type: 'remove', reader });
    switch (request.action) {
      case 'take':
        return;
      case 'lay':
        this.#cards = await this.table.command({ type: 'insert', card: request.card, reader });
        return;
      case 'unplug':
      case 'plug':
        this.#cards = await this.table.command({
          type: 'reader',
          reader,
          plugged: request.action === 'plug',
        });
        if (request.action === 'plug') this.#unplugged.delete(request.household);
        else this.#unplugged.add(request.household);
    }
  }
}
