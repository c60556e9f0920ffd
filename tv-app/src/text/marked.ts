import { isDrawable } from './gaiji.ts';

/** A stretch of marked text: what stands on the screen and, where given, how it is read. */
export type MarkedPart = { text: string; reading?: string };

/**
 * Parses `ひより{小学校|しょうがっこう}へ`. Text without marks comes back as one part; malformed braces stay as they
 * are written, because a viewer must see the sentence in any case. A name that the font cannot draw stands in its kana.
 */
export function parseMarked(marked: string): MarkedPart[] {
  const parts: MarkedPart[] = [];
  const pattern = /\{([^{}|]+)\|([^{}|]+)\}/g;
  let from = 0;
  for (let match = pattern.exec(marked); match !== null; match = pattern.exec(marked)) {
    if (match.index > from) parts.push({ text: marked.slice(from, match.index) });
    const [, text = '', reading = ''] = match;
    parts.push(isDrawable(text) ? { text, reading } : { text: reading });
    from = match.index + match[0].length;
  }
  if (from < marked.length) parts.push({ text: marked.slice(from) });
  return parts;
}

/**
 * Marks a name with its reading, kana at both ends left without one: ひより小学校 and ひよりしょうがっこう give
 * `ひより{小学校|しょうがっこう}`. A name that the font cannot draw is its reading alone.
 */
export function markName(name: string, reading: string): string {
  if (name === reading || !isDrawable(name)) return reading;
  let head = 0;
  while (head < name.length && name[head] === reading[head]) head += 1;
  let tail = 0;
  const room = Math.min(name.length, reading.length) - head;
  while (tail < room && name[name.length - 1 - tail] === reading[reading.length - 1 - tail]) tail += 1;
  const middle = (text: string) => text.slice(head, text.length - tail);
  if (!middle(name) || !middle(reading)) return name;
  return `${name.slice(0, head)}{${middle(name)}|${middle(reading)}}${name.slice(name.length - tail)}`;
}

/** The sentence as written: 「ひより小学校へ」. */
export function plainText(marked: string): string {
  return parseMarked(marked)
    .map((part) => part.text)
    .join('');
}

/** The sentence as spoken: 「ひよりしょうがっこうへ」, so that a speech engine cannot misread a place. */
export function readingText(marked: string): string {
  return parseMarked(marked)
    .map((part) => part.reading ?? part.text)
    .join('');
}
