import { breakLines, type Measure } from '../../text/break-lines.ts';
import { parseMarked, plainText } from '../../text/marked.ts';

export interface Reading {
  text: string;
  /** Left edge in the line, in pixels. */
  x: number;
}
export interface MarkedLine {
  text: string;
  readings: Reading[];
}

/**
 * Lines of a marked text with the place of each reading: centred above its word, never left of the line's start, never over
 * the reading before it. Pure; `measure` for the words, `measureReading` for the readings.
 */
export function layoutMarked(
  marked: string,
  width: number,
  measure: Measure,
  measureReading: Measure,
): MarkedLine[] {
  const plain = plainText(marked);
  const words: { from: number; text: string; reading: string }[] = [];
  let at = 0;
  for (const part of parseMarked(marked)) {
    if (part.reading !== undefined) words.push({ from: at, text: part.text, reading: part.reading });
    at += part.text.length;
  }
  let from = 0;
  return breakLines(plain, width, measure).map((text) => {
    const start = plain.indexOf(text, from);
    from = start + text.length;
    let free = 0;
    const readings = words
      .filter((word) => word.from >= start && word.from < from)
      .map((word) => {
        const left = measure(plain.slice(start, word.from));
        const readingWidth = measureReading(word.reading);
        const x = Math.round(Math.max(free, left + (measure(word.text) - readingWidth) / 2));
        free = x + readingWidth + 8;
        return { text: word.reading, x };
      });
    return { text, readings };
  });
}
