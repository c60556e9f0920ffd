import { once } from 'node:events';
import type { Misbehaviour } from '../../protocol/card-reader.ts';
import { LaidCard } from '../process/laid-card.ts';
import { Reader } from '../process/reader.ts';
import { Refused } from '../process/refused.ts';
import { openCard } from '../process/room.ts';
import { VpcdSlot } from '../process/vpcd.ts';
import { cardFolder, cardNamed, type Source } from './cards.ts';
import { CommandFailure } from './failures.ts';
import { askHouse } from './house.ts';

export interface ServeOptions extends Source {
  name: string;
  host: string;
  port: number;
  /** Instead of how the card's file says it misbehaves. */
  how: Misbehaviour | undefined;
}

/** pcscd looks every 400 ms. */
const patience = 2000;

/**
 * `serve`: lays a card on a slot of vpcd until a signal comes or the card goes by itself.
 * @throws CommandFailure when there is no such card, it lies on a reader of the running house, or nothing listens.
 */
export async function serve(
  { name, host, port, how, ...source }: ServeOptions,
  say: (line: string) => void,
): Promise<void> {
  const { file, store } = cardNamed(name, source);
  if (source.file === undefined) await notOnAReader(name, source);
  const reader = new Reader(`${host}:${port}`);
  const slot = new VpcdSlot(host, port);
  slot.follow(reader);
  const misbehaviour = how ?? file.misbehaviour ?? {};
  try {
    const card = openCard(file, store, misbehaviour);
    const laid = new LaidCard(name, card, misbehaviour.delayMs ?? 0, () => reader.take());
    await slot.reach(laid);
    reader.lay(laid);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CommandFailure(
      error.code === 'card.vpcd-unreachable'
        ? `${error.message}. Is pcscd running, with its virtual reader (package vsmartcard-vpcd)?`
        : error.message,
    );
  }
  say(`${name} lies on the virtual reader at ${host}:${port}. Ctrl-C takes it away.`);
  const doubt = setTimeout(() => {
    if (!slot.heard) say('pcscd has not asked for it yet. Does another card lie in this slot?');
  }, patience);
  const gone = once(reader, 'card');
  const stop = (): void => reader.take();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await gone;
  clearTimeout(doubt);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  say(`${name} is gone from the reader.`);
}

/** Two processes that both kept the card's PIN tries would forget each other's. */
async function notOnAReader(name: string, source: Source): Promise<void> {
  const house = await askHouse(cardFolder(source), { type: 'list' });
  const reader = house?.cards.find((card) => card.name === name)?.reader;
  if (!reader) return;
  throw new CommandFailure(
    `card "${name}" lies on ${reader} of the running house. Take it with "npm run card -- remove --reader ${reader}".`,
  );
}
