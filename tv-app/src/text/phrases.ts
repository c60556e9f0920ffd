import { model } from 'budoux/module/data/models/ja.js';
import { Parser } from 'budoux/module/parser.js';
import { gluedPositions } from './glue.ts';
import { graphemes } from './graphemes.ts';
import { mayBeginLine, mayEndLine } from './kinsoku.ts';

/** How good a break before a character is. `never` stays unbroken whatever the box is. */
export type BreakQuality = 'space' | 'phrase' | 'short-phrase' | 'inside-phrase' | 'inside-group' | 'never';

/** One visible character and the break that may stand before it. */
export type Cell = { text: string; space: boolean; before: BreakQuality };

const parser = new Parser(model);
/** Words that the writer has set between spaces stay whole up to this length, even where the model would split them. */
const shortWord = 9;

/**
 * Reads one paragraph (no line feed) into cells. Spaces written by the author are the best break points, then BudouX
 * phrases; kinsoku characters, numbers with units, names with さん and Latin words are respected.
 */
export function readCells(paragraph: string): Cell[] {
  const starts = phraseStarts(paragraph);
  const glued = gluedPositions(paragraph);
  const cells: Cell[] = [];
  let index = 0;
  for (const text of graphemes(paragraph)) {
    const space = isSpace(text);
    let before: BreakQuality = starts[index] ?? 'inside-phrase';
    if (glued[index] === true) before = 'inside-group';
    cells.push({ text, space, before });
    index += text.length;
  }
  forbid(cells);
  return cells;
}

/**
 * Splits text for Lightning's greedy line filling: every token may begin a line, spaces are tokens of their own.
 * It knows no box width, so phrases longer than `longest` characters are split further under the same rules.
 */
export function tokenizeJa(text: string, longest = 12): string[] {
  const tokens: string[] = [];
  let token = '';
  let length = 0;
  const end = () => {
    if (token !== '') tokens.push(token);
    token = '';
    length = 0;
  };
  const cells = readCells(text).filter((cell) => cell.text !== '\u200b');
  cells.forEach((cell, index) => {
    if (cell.space && !joinsNeighbours(cells, index)) {
      end();
      tokens.push(cell.text);
      return;
    }
    if (
      !cell.space &&
      (mayStart(cell) || (length >= longest && cell.before !== 'never' && cell.before !== 'inside-group'))
    )
      end();
    token += cell.text;
    length += 1;
  });
  end();
  return tokens;
}

function mayStart({ before }: Cell): boolean {
  return before === 'space' || before === 'phrase';
}

/** A space at which no line may break, because what follows may not begin one or what precedes may not end one. */
function joinsNeighbours(cells: readonly Cell[], index: number): boolean {
  const next = cells.slice(index).find((cell) => !cell.space);
  const before = cells.slice(0, index).some((cell) => !cell.space);
  return before && next !== undefined && next.before === 'never';
}

export function isSpace(text: string): boolean {
  return text === ' ' || text === '\u3000' || text === '\u200b';
}

/** Where BudouX would break; inside a short word between spaces such a break is only a way out. */
function phraseStarts(paragraph: string): BreakQuality[] {
  const starts: BreakQuality[] = [];
  let offset = 0;
  for (const word of paragraph.split(/([ \u3000\u200b])/)) {
    // Without any spaces the author has left the phrasing to us, whatever the length.
    const free = word.length > shortWord || word.length === paragraph.length;
    for (const boundary of parser.parseBoundaries(word)) {
      starts[offset + boundary] = free ? 'phrase' : 'short-phrase';
    }
    offset += word.length;
  }
  return starts;
}

/** Applies kinsoku over the visible neighbours and marks the positions after spaces. */
function forbid(cells: Cell[]): void {
  let previous: Cell | undefined;
  let spaceBetween = false;
  for (const cell of cells) {
    if (cell.space) {
      spaceBetween = true;
      cell.before = 'never';
      continue;
    }
    if (previous === undefined) cell.before = 'never';
    else if (!mayBeginLine(cell.text) || !mayEndLine(previous.text)) cell.before = 'never';
    else if (spaceBetween) cell.before = 'space';
    previous = cell;
    spaceBetween = false;
  }
}
