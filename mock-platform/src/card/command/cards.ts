import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CardFile } from '../../protocol/card-reader.ts';
import { Refused } from '../process/refused.ts';
import { CardStore, loadCardFile, saveCardFile } from '../process/store.ts';
import { CommandFailure } from './failures.ts';

/** Where `npm start` keeps its data unless told otherwise. */
const usualData = fileURLToPath(new URL('../../../../.chanoma', import.meta.url));

export interface Source {
  /** Data directory as given. */
  data?: string | undefined;
  /** One card file instead of a data directory. */
  file?: string | undefined;
}

/** The folder of cards of a data directory. */
export function cardFolder({ data }: Source): string {
  return join(resolve(data ?? usualData), 'cards');
}

/** The cards as they lie on disk. @throws CommandFailure when there are none. */
export function cardsOnDisk(source: Source): CardFile[] {
  if (source.file !== undefined) return [oneFile(source.file)];
  const folder = cardFolder(source);
  const cards = new CardStore(folder).list();
  if (cards.length > 0) return cards;
  throw new CommandFailure(
    `there are no cards in ${folder}. Run "npm start" once, or name its folder with --data DIR or a card with --file CARD.json.`,
  );
}

/** A card of the source, and how its changes are kept. @throws CommandFailure that lists the names there are. */
export function cardNamed(
  name: string,
  source: Source,
): { file: CardFile; store: { save(card: CardFile): void } } {
  const { file: path } = source;
  const file = cardsOnDisk(source).find((card) => card.name === name);
  if (file === undefined) throw new CommandFailure(noSuchCard(name, cardsOnDisk(source)));
  if (path === undefined) return { file, store: new CardStore(cardFolder(source)) };
  return { file, store: { save: (card) => saveCardFile(path, card) } };
}

export function noSuchCard(name: string, cards: readonly { name: string }[]): string {
  return `there is no card "${name}". There are: ${cards.map((card) => card.name).join(', ')}.`;
}

function oneFile(path: string): CardFile {
  try {
    return loadCardFile(path);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CommandFailure(`${path} is not a card file.`);
  }
}
