import { type Cell, readCells } from './phrases.ts';

/** Width of a text in pixels, as the screen will draw it. */
export type Measure = (text: string) => number;

type Opening = { at: number; cost: number };

/** What a break costs against one more line (100). The last three are only offered inside a piece that exceeds the box. */
const breakCost = {
  space: 0,
  phrase: 8,
  'short-phrase': 30,
  'inside-phrase': 60,
  'inside-group': 90,
  never: 0,
} as const;
const lineCost = 100;
const overflowCost = 1e6;

/**
 * Breaks text into lines of at most `maxWidth` pixels. Promises: no line begins or ends with a character that kinsoku
 * forbids there; numbers with units, names with さん and Latin words stay whole unless one alone exceeds the box; a line
 * is wider than the box only where no permitted break exists; nothing but the spaces at the breaks is lost. Among the
 * arrangements with the fewest lines it takes the one with the best break points and the most even lines.
 */
export function breakLines(text: string, maxWidth: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) lines.push(...breakParagraph(paragraph, maxWidth, measure));
  return lines;
}

function breakParagraph(paragraph: string, maxWidth: number, measure: Measure): string[] {
  const cells = readCells(paragraph);
  const visible = lineText(cells, 0, cells.length);
  if (visible === '' || measure(visible) <= maxWidth) return [visible];
  const openings = openingsFor(cells, maxWidth, measure);
  const count = openings.length;
  const best: number[] = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  const from: number[] = new Array<number>(count).fill(0);
  best[0] = 0;
  for (let end = 1; end < count; end += 1) {
    const last = end === count - 1;
    for (let start = end - 1; start >= 0; start -= 1) {
      const width = measure(lineText(cells, openings[start]!.at, openings[end]!.at));
      const over = width - maxWidth;
      const slack = over > 0 ? 0 : -over / maxWidth;
      const cost =
        best[start]! +
        lineCost +
        (over > 0 ? overflowCost * (1 + over) : 0) +
        slack * slack * (last ? 20 : 30) +
        openings[end]!.cost;
      if (cost < best[end]!) {
        best[end] = cost;
        from[end] = start;
      }
      // A longer line from further back can only overflow more.
      if (over > 0) break;
    }
  }
  const lines: string[] = [];
  for (let end = count - 1; end > 0; end = from[end]!) {
    lines.unshift(lineText(cells, openings[from[end]!]!.at, openings[end]!.at));
  }
  return lines;
}

/** Break points for this box: first spaces and phrases, then finer ones only inside pieces that do not fit. */
function openingsFor(cells: Cell[], maxWidth: number, measure: Measure): Opening[] {
  let openings: Opening[] = [{ at: 0, cost: 0 }];
  for (let i = 1; i < cells.length; i += 1) {
    const quality = cells[i]!.before;
    if (quality === 'space' || quality === 'phrase') openings.push({ at: i, cost: breakCost[quality] });
  }
  openings.push({ at: cells.length, cost: 0 });
  for (const quality of ['short-phrase', 'inside-phrase', 'inside-group'] as const) {
    const finer: Opening[] = [];
    for (let i = 0; i < openings.length; i += 1) {
      const opening = openings[i]!;
      finer.push(opening);
      const next = openings[i + 1];
      if (next === undefined || measure(lineText(cells, opening.at, next.at)) <= maxWidth) continue;
      for (let at = opening.at + 1; at < next.at; at += 1) {
        if (cells[at]!.before === quality) finer.push({ at, cost: breakCost[quality] });
      }
    }
    openings = finer;
  }
  return openings;
}

function lineText(cells: Cell[], start: number, end: number): string {
  let first = start;
  let after = end;
  while (first < after && cells[first]!.space) first += 1;
  while (after > first && cells[after - 1]!.space) after -= 1;
  let text = '';
  for (let i = first; i < after; i += 1) text += cells[i]!.text;
  return text;
}
