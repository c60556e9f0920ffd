import { type CardCommand, CardCommandAnswer, type CardState } from '../protocol/card-reader.ts';
import { connectLines, type LineChannel } from './json-lines.ts';

type Command = CardCommand extends infer C ? (C extends { id: number } ? Omit<C, 'id'> : never) : never;

/** A command that the simulated card's process refused, with its stable code. */
export class CardTableRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** At the start the other process may still be starting; later it is there or it is gone. */
const startLimit = 20_000;
const laterLimit = 2000;

/** The hands of the living room: lays cards on readers and takes them off, in the simulated card's process. */
export class CardTable {
  #channel: Promise<LineChannel> | undefined;
  #limit = startLimit;
  #nextId = 1;
  readonly #waiting = new Map<number, { resolve(cards: CardState[]): void; reject(error: Error): void }>();

  constructor(private readonly socketPath: string) {}

  /**
   * Sends one command; resolves with where every card is now.
   * @throws CardTableRefused with the process's own code, or `card.process-gone`
   */
  async command(command: Command): Promise<CardState[]> {
    this.#channel ??= this.#connect();
    const channel = await this.#channel;
    const id = this.#nextId++;
    const done = new Promise<CardState[]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    channel.send({ ...command, id });
    return done;
  }

  close(): void {
    void this.#channel?.then(
      (channel) => channel.close(),
      () => undefined,
    );
  }

  async #connect(): Promise<LineChannel> {
    try {
      return await connectLines(
        this.socketPath,
        'the simulated card',
        (message) => this.#settle(message),
        () => this.#lost(),
        this.#limit,
      );
    } catch (error) {
      this.#channel = undefined;
      throw new CardTableRefused('card.process-gone', (error as Error).message);
    } finally {
      this.#limit = laterLimit;
    }
  }

  #settle(message: unknown): void {
    const answer = CardCommandAnswer.parse(message);
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.type === 'done') waiting?.resolve(answer.cards);
    else waiting?.reject(new CardTableRefused(answer.code, answer.message));
  }

  #lost(): void {
    this.#channel = undefined;
    for (const { reject } of this.#waiting.values())
      reject(new CardTableRefused('card.process-gone', 'the simulated card is not running'));
    this.#waiting.clear();
  }
}
