import { PcscReader } from './pcsc/backend.ts';
import type { ReaderBackend } from './reader.ts';
import { SimulatedReader } from './simulated.ts';

export interface ReaderChoice {
  kind: 'simulated' | 'pcsc';
  /** Unix socket of the simulated card's process (`simulated` only). */
  socket?: string | undefined;
  /** Name of the simulated reader, or part of the name of a PC/SC reader (any reader when absent). */
  readerName?: string | undefined;
  /** Longest time for one command, in ms; a signature of a real card takes up to 3 s. */
  transmitLimit?: number | undefined;
  /** A person at the keyboard asks: with several readers, cards that may be built in count, too. */
  everyCard?: boolean | undefined;
}

/** The reader backend that the command line asks for; nothing happens before its `start`. */
export function openReader(choice: ReaderChoice): ReaderBackend {
  const { socket, readerName, transmitLimit, everyCard } = choice;
  if (choice.kind === 'pcsc') return new PcscReader({ readerName, transmitLimit, everyCard });
  if (socket === undefined || readerName === undefined) {
    throw new TypeError('the simulated reader needs its socket and its name');
  }
  return new SimulatedReader({ socket, readerName, transmitLimit });
}
