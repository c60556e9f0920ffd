import type { CardState, Misbehaviour } from '../../protocol/card-reader.ts';
import { cardFolder, noSuchCard, type Source } from './cards.ts';
import { CommandFailure, UsageError } from './failures.ts';
import { askHouse, type HouseState } from './house.ts';
import { sayMisbehaviour } from './misbehaviour-options.ts';

/** `insert`: lays a card on a reader of the running house. @returns what was done. */
export async function insert(name: string, reader: string | undefined, source: Source): Promise<string> {
  const house = await stateOf(source);
  knownCard(name, house.cards);
  const chosen = readerNamed(reader ?? house.readers[0]?.name ?? '', house);
  const lies = house.cards.find((card) => card.reader === chosen);
  if (lies !== undefined && lies.name !== name) {
    throw new CommandFailure(
      `card "${lies.name}" lies on ${chosen}. Take it with "npm run card -- remove --reader ${chosen}".`,
    );
  }
  await command(source, { type: 'insert', card: name, reader: chosen });
  return `${name} lies on ${chosen}.`;
}

/** `remove`: takes the card off a reader of the running house. @returns what was done. */
export async function remove(reader: string | undefined, source: Source): Promise<string> {
  const house = await stateOf(source);
  const lying = house.cards.filter((card) => card.reader !== null);
  if (reader === undefined && lying.length > 1) {
    const places = lying.map((card) => `${card.name} on ${card.reader}`).join(', ');
    throw new UsageError(`--reader is needed: there are ${places}.`);
  }
  const chosen = readerNamed(reader ?? lying[0]?.reader ?? house.readers[0]?.name ?? '', house);
  await command(source, { type: 'remove', reader: chosen });
  const taken = lying.find((card) => card.reader === chosen);
  return taken === undefined ? `No card lies on ${chosen}.` : `${taken.name} is back in the tray.`;
}

/** `misbehave`: from the card's next insertion on. @returns what was done. */
export async function misbehave(name: string, how: Misbehaviour, source: Source): Promise<string> {
  const house = await stateOf(source);
  const { reader } = knownCard(name, house.cards);
  await command(source, { type: 'misbehave', card: name, ...how });
  const said = sayMisbehaviour(how);
  const again = reader === null ? '' : ` It lies on ${reader}: take it and lay it down again.`;
  return `${said === '' ? `${name} behaves well` : `${name} misbehaves: ${said}`}, from its next insertion on.${again}`;
}

async function stateOf(source: Source): Promise<HouseState> {
  return command(source, { type: 'list' });
}

async function command(source: Source, what: Parameters<typeof askHouse>[1]): Promise<HouseState> {
  const state = await askHouse(cardFolder(source), what);
  if (state !== undefined) return state;
  throw new CommandFailure(
    'no house is running with this data. Start it with "npm start", or name its data directory with --data DIR.',
  );
}

function knownCard(name: string, cards: readonly CardState[]): CardState {
  const card = cards.find((candidate) => candidate.name === name);
  if (card === undefined) throw new CommandFailure(noSuchCard(name, cards));
  return card;
}

function readerNamed(name: string, { readers }: HouseState): string {
  if (readers.some((reader) => reader.name === name)) return name;
  const names = readers.map((reader) => reader.name).join(', ');
  throw new CommandFailure(`there is no reader "${name}". There are: ${names}.`);
}
