import type { ReaderRequest, ReaderState } from '../protocol/living-room.ts';
import { PlatformError } from '../server/platform-error.ts';
import { type CardTable, CardTableRefused } from './card-table.ts';
import type { DemoBox } from './options.ts';

/** The readers of the demo's households: what lies on each, and whether it is plugged in. */
export class DemoReaders {
  readonly #unplugged = new Set<string>();
  readonly #laid = new Map<string, string>();
  readonly #listeners = new Set<(state: ReaderState) => void>();

  constructor(
    private readonly boxes: readonly DemoBox[],
    private readonly table: CardTable,
  ) {}

  get state(): ReaderState {
    return {
      readers: this.boxes.map(({ household }) => ({
        household,
        card: this.#laid.get(household) ?? null,
        plugged: !this.#unplugged.has(household),
      })),
    };
  }

  /** Calls back after every change until the returned function is called. */
  subscribe(listener: (state: ReaderState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws PlatformError 404 for an unknown household, 409 with the card process's own code. */
  async apply(request: ReaderRequest): Promise<ReaderState> {
    const reader = this.boxes.find(({ household }) => household === request.household)?.reader;
    if (reader === undefined) throw new PlatformError(404, 'household.unknown');
    try {
      await this.#command(request, reader);
    } catch (error) {
      if (error instanceof CardTableRefused) throw new PlatformError(409, error.code, error.message);
      throw error;
    }
    for (const listener of this.#listeners) listener(this.state);
    return this.state;
  }

  async #command(request: ReaderRequest, reader: string): Promise<void> {
    const { household } = request;
    switch (request.action) {
      case 'lay':
        await this.#takeFrom(household, reader);
        await this.table.command({ type: 'insert', card: request.card, reader });
        // One card exists once: laying it here takes it off the other reader.
        for (const [other, card] of this.#laid) if (card === request.card) this.#laid.delete(other);
        this.#laid.set(household, request.card);
        return;
      case 'take':
        return this.#takeFrom(household, reader);
      case 'unplug':
      case 'plug':
        await this.#takeFrom(household, reader);
        await this.table.command({ type: 'reader', reader, plugged: request.action === 'plug' });
        if (request.action === 'plug') this.#unplugged.delete(household);
        else this.#unplugged.add(household);
    }
  }

  async #takeFrom(household: string, reader: string): Promise<void> {
    if (!this.#laid.has(household)) return;
    await this.table.command({ type: 'remove', reader });
    this.#laid.delete(household);
  }
}
