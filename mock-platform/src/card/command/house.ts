import { connect } from 'node:net';
import {
  type CardCommand,
  CardCommandAnswer,
  type CardState,
  type ReaderPlace,
} from '../../protocol/card-reader.ts';
import { announcedSocket } from '../process/address.ts';
import { parseJson, readLines } from '../process/lines.ts';
import { CommandFailure } from './failures.ts';

type Command = CardCommand extends infer C ? (C extends { id: number } ? Omit<C, 'id'> : never) : never;

export interface HouseState {
  cards: CardState[];
  readers: ReaderPlace[];
}

/** A command waits for vpcd up to two seconds in the card process; longer than this nothing takes. */
const limit = 10_000;

/**
 * Sends one command to the card process that serves a folder of cards.
 * @returns undefined when none does.
 * @throws CommandFailure in the process's own words when it refuses, or when it does not answer.
 */
export async function askHouse(cards: string, command: Command): Promise<HouseState | undefined> {
  const path = announcedSocket(cards);
  if (path === undefined) return undefined;
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let connected = false;
    const timer = setTimeout(
      () => fail(`the card process did not answer within ${limit / 1000} seconds`),
      limit,
    );
    const fail = (message: string): void => reject(new CommandFailure(message));
    socket.on('error', () => undefined);
    socket.on('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ ...command, id: 1 })}\n`);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      // After an answer this changes nothing any more.
      if (connected) fail('the card process ended before it answered');
      else resolve(undefined);
    });
    readLines(socket, (line) => {
      const answer = CardCommandAnswer.safeParse(parseJson(line));
      if (!answer.success) fail('the card process answered something else');
      else if (answer.data.type === 'refused') fail(`${answer.data.message} (${answer.data.code})`);
      else resolve(answer.data);
      socket.destroy();
    });
  });
}
