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

/** The hands of the living room: lays cards on readers and takes them off, in the simulated card's process. */
export class CardTable {
  #channel: LineChannel | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, { resolve(cards: CardState[]): void; reject(error: Error): void }>();

  constructor(private readonly socketPath: string) {}

  /** Sends one command; resolves with where every card is now. @throws CardTableRefused */
  async command(command: Command): Promise<CardState[]> {
    this.#channel ??= await connectLines(
      this.socketPath,
      'the simulated card',
      (message) => this.#settle(message),
      () => this.#lost(),
    );
    const id = this.#nextId++;
    const done = new Promise<CardState[]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#channel.send({ ...command, id });
    return done;
  }

  close(): void {
    this.#channel?.close();
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
