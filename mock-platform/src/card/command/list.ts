import type { CardKind, Misbehaviour } from '../../protocol/card-reader.ts';
import { kindOf } from '../kind.ts';
import { cardFolder, cardsOnDisk, type Source } from './cards.ts';
import { askHouse } from './house.ts';
import { sayMisbehaviour } from './misbehaviour-options.ts';

interface Row {
  name: string;
  kind: CardKind;
  reader: string | null;
  misbehaviour?: Misbehaviour | undefined;
}

/** `list`: the running house's cards, or those on disk. */
export async function list({ json, ...source }: Source & { json: boolean }): Promise<string> {
  const house = source.file === undefined ? await askHouse(cardFolder(source), { type: 'list' }) : undefined;
  const rows: Row[] =
    house?.cards ??
    cardsOnDisk(source).map((file) => ({
      name: file.name,
      kind: kindOf(file),
      reader: null,
      misbehaviour: file.misbehaviour,
    }));
  if (json)
    return JSON.stringify(rows.map(({ name, kind, reader }) => ({ name, kind, state: stateOf(reader) })));
  return table([
    ['NAME', 'KIND', 'STATE', ''],
    ...rows.map(({ name, kind, reader, misbehaviour }) => {
      const how = sayMisbehaviour(misbehaviour);
      return [name, kind, stateOf(reader), how && `misbehaves: ${how}`];
    }),
  ]);
}

function stateOf(reader: string | null): string {
  return reader === null ? 'tray' : `on ${reader}`;
}

function table(rows: string[][]): string {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
