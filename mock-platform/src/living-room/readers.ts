import type { ReaderRequest, ReaderState } from '../protocol/living-room.ts';
import { PlatformError } from '../server/platform-error.ts';
import { type CardTable, CardTableRefused, type CardTableState } from './card-table.ts';
import type { DemoBox } from './options.ts';

/** The readers of the demo's households: what lies on each, and whether it is plugged in. */
export class DemoReaders {
  readonly #listeners = new Set<(state: ReaderState) => void>();
  /** What the card process last told. */
  #last: CardTableState = { cards: [], readers: [] };
  #requests = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly boxes: readonly DemoBox[],
    private readonly table: CardTable,
  ) {
    table.follow((state) => this.#follow(state));
  }

  get state(): ReaderState {
    const { cards, readers } = this.#last;
    return {
      readers: this.boxes.map(({ household, reader }) => ({
        household,
        card: cards.find((card) => card.reader === reader)?.name ?? null,
        plugged: readers.find(({ name }) => name === reader)?.plugged ?? true,
      })),
    };
  }

  /** Learns what lies where already: cards stay on their readers when the platform is started anew. */
  async look(): Promise<void> {
    await this.table.command({ type: 'list' });
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
    this.#requests += 1;
    const done = this.#turn.then(() => this.#carryOut(request, reader));
    this.#turn = done.catch(() => undefined);
    try {
      await done;
    } catch (error) {
      if (!(error instanceof CardTableRefused)) throw error;
      if (error.code === 'card.process-gone') {
        // Started anew it has every card in the tray and every reader plugged in.
        this.#last = { cards: [], readers: [] };
      }
      throw new PlatformError(409, error.code, error.message);
    } finally {
      this.#requests -= 1;
      // Also after a refusal: the card that lay there before may already have been taken.
      this.#tell();
    }
    return this.state;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.state);
  }

  /** Also what the command line or the card itself did. The steps of a request of our own are told at its end. */
  #follow(state: CardTableState): void {
    const before = JSON.stringify(this.state);
    this.#last = state;
    if (this.#requests === 0 && JSON.stringify(this.state) !== before) this.#tell();
  }

  async #carryOut(request: ReaderRequest, reader: string): Promise<void> {
    await this.table.command({ type: 'remove', reader });
    if (request.action === 'lay') {
      await this.table.command({ type: 'insert', card: request.card, reader });
    } else if (request.action !== 'take') {
      await this.table.command({ type: 'reader', reader, plugged: request.action === 'plug' });
    }
  }
}
