import { graphemes } from '../../text/graphemes.ts';
import { type Mark, marked } from './kana.ts';

/** A text being typed. The cursor stands at its end. */
export interface Draft {
  text: string;
  /** What ぜんぶ けす took away, until something else is typed. */
  erased?: string;
}

export const draftOf = (text: string): Draft => ({ text });

/** Puts characters at the end; nothing happens where the text is full. `most` counts characters as a reader does. */
export function type(draft: Draft, characters: string, most: number): Draft {
  const text = draft.text + characters;
  return graphemes(text).length > most ? draft : { text };
}

/** Marks the last character; the draft itself where it has no such form. */
export function mark(draft: Draft, which: Mark): Draft {
  const all = graphemes(draft.text);
  const last = all.pop();
  const changed = last === undefined ? undefined : marked(last, which);
  return changed === undefined ? draft : { text: all.join('') + changed };
}

/** Takes back the last character. */
export function erase(draft: Draft): Draft {
  const all = graphemes(draft.text);
  return all.pop() === undefined ? draft : { text: all.join('') };
}

/** Takes everything back, and remembers it. */
export function eraseAll(draft: Draft): Draft {
  return draft.text === '' ? draft : { text: '', erased: draft.text };
}

/** Brings back what {@link eraseAll} took. */
export function restore(draft: Draft): Draft {
  return draft.erased === undefined ? draft : { text: draft.erased };
}

export const lastCharacter = ({ text }: Draft): string | undefined => graphemes(text).pop();
