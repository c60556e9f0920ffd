import * as z from 'zod/mini';
import {
  type CardCommand,
  CardCommandAnswer,
  type CardState,
  CardsMoved,
  type ReaderPlace,
} from '../protocol/card-reader.ts';
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

/** Where every card is, and what readers there are. */
export interface CardTableState {
  cards: readonly CardState[];
  readers: readonly ReaderPlace[];
}

const FromCards = z.union([CardCommandAnswer, CardsMoved]);

/** At the start the other process may still be starting; later it is there or it is gone. */
const startLimit = 20_000;
const laterLimit = 2000;

/** The hands of the living room: lays cards on readers and takes them off, in the simulated card's process. */
export class CardTable {
  #channel: Promise<LineChannel> | undefined;
  #limit = startLimit;
  #nextId = 1;
  readonly #waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  readonly #listeners = new Set<(state: CardTableState) => void>();

  constructor(private readonly socketPath: string) {}

  /** Calls back with every state that the card process tells: after each command, and after changes by others. */
  follow(listener: (state: CardTableState) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Sends one command; resolves when it is carried out and those who follow have been told.
   * @throws CardTableRefused with the process's own code, or `card.process-gone`
   */
  async command(command: Command): Promise<void> {
    this.#channel ??= this.#connect();
    const channel = await this.#channel;
    const id = this.#nextId++;
    const done = new Promise<void>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
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
      const channel = await connectLines(
        this.socketPath,
        'the simulated card',
        (message) => this.#settle(message),
        () => this.#lost(),
        this.#limit,
      );
      channel.send({ type: 'follow', id: 0 });
      return channel;
    } catch (error) {
      this.#channel = undefined;
      throw new CardTableRefused('card.process-gone', (error as Error).message);
    } finally {
      this.#limit = laterLimit;
    }
  }

  #settle(message: unknown): void {
    const answer = FromCards.parse(message);
    if (answer.type !== 'refused') for (const listener of this.#listeners) listener(answer);
    if (answer.type === 'moved') return;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.type === 'done') waiting?.resolve();
    else waiting?.reject(new CardTableRefused(answer.code, answer.message));
  }

  #lost(): void {
    this.#channel = undefined;
    for (const { reject } of this.#waiting.values())
      reject(new CardTableRefused('card.process-gone', 'the simulated card is not running'));
    this.#waiting.clear();
  }
}
