import { marked, marks } from '../../../tv-app/src/components/keyboard/kana.ts';
import { cellsOf, columnOfDigit, type KeyboardCell } from '../../../tv-app/src/components/keyboard/layout.ts';
import { type Direction, nextBox } from '../../../tv-app/src/components/page/focus.ts';

const cells = cellsOf('hiragana', { order: 'from-left', lower: false, katakana: false });
const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];

/** Least presses of the remote control from あ to the end of a name in hiragana with 確定. */
export function pressesFor(name: string, how: { digits: boolean }): number {
  const wanted = [...name].flatMap((character) => keysFor(character));
  let at = 'type-あ';
  let presses = 0;
  for (const key of [...wanted, 'done']) {
    presses += distance(at, key, how.digits) + 1;
    at = key;
  }
  return presses;
}

/** The keys that make a character: itself, or the bare one and a mark. */
function keysFor(character: string): string[] {
  const direct = `type-${character}`;
  if (cells.some(({ key }) => key === direct)) return [direct];
  for (const { act, key } of cells) {
    if (act.kind !== 'type') continue;
    const which = marks.find((one) => marked(act.characters, one) === character);
    if (which) return [key, `mark-${which}`];
  }
  throw new Error(`no keys for ${character}`);
}

const ways = new Map<string, Map<string, number>>();

function distance(from: string, to: string, digits: boolean): number {
  const id = `${from}/${digits}`;
  const known = ways.get(id) ?? flood(from, digits);
  ways.set(id, known);
  const found = known.get(to);
  if (found === undefined) throw new Error(`no way from ${from} to ${to}`);
  return found;
}

function flood(from: string, digits: boolean): Map<string, number> {
  const reached = new Map([[from, 0]]);
  let border = [from];
  for (let steps = 1; border.length > 0; steps += 1) {
    border = border.flatMap((key) => neighbours(key, digits)).filter((key) => !reached.has(key));
    for (const key of border) reached.set(key, steps);
  }
  return reached;
}

function neighbours(key: string, digits: boolean): string[] {
  const own = cells.find((cell) => cell.key === key) as KeyboardCell;
  const others = cells.filter((cell) => cell !== own);
  const byArrow = directions.flatMap((direction) => nextBox(others, own, direction)?.key ?? []);
  if (!digits) return byArrow;
  const byDigit = [...'1234567890'].flatMap((digit) => {
    const column = columnOfDigit('hiragana', digit);
    return column[column.indexOf(key) + 1] ?? [];
  });
  return [...byArrow, ...byDigit];
}
