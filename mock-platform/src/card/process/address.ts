import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the cards: where the process that holds them listens. Not a card, because it is no `.json`. */
const fileName = 'socket';

/** Leaves word in a folder of cards, for the command line, on which socket its cards are served. */
export function announceSocket(cards: string, socket: string): void {
  mkdirSync(cards, { recursive: true, mode: 0o700 });
  writeFileSync(join(cards, fileName), socket, { mode: 0o600 });
}

/** Takes the word back, unless another process has left its own since. */
export function withdrawSocket(cards: string, socket: string): void {
  if (announcedSocket(cards) === socket) rmSync(join(cards, fileName), { force: true });
}

/** The socket last announced; who announced it may have died since. */
export function announcedSocket(cards: string): string | undefined {
  try {
    return readFileSync(join(cards, fileName), 'utf8');
  } catch {
    return undefined;
  }
}
