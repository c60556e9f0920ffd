import { codesOf, type KeyMap } from './key-map.ts';
import { essentialKeys, type KeyName } from './names.ts';

/**
 * Keys that are asked for, in this order: 決定 and 戻る first, because from then on they leave out a key and go one back.
 */
export const askedKeys = [
  'Enter',
  'Back',
  'Up',
  'Down',
  'Left',
  'Right',
  'Blue',
  'Red',
  'Green',
  'Yellow',
  'Tv',
] as const satisfies readonly KeyName[];

export interface Lesson {
  /** What the codes meant before. */
  before: KeyMap;
  /** One entry for each key asked so far: its code, or null where it was left out. */
  answers: readonly (number | null)[];
}

export type Outcome =
  | { kind: 'taken'; lesson: Lesson }
  | { kind: 'skipped'; lesson: Lesson }
  | { kind: 'undone'; lesson: Lesson }
  /** This button is already that key. */
  | { kind: 'double'; lesson: Lesson; is: KeyName }
  /** Left out it could not be reached any more. */
  | { kind: 'needed'; lesson: Lesson };

export const beginLesson = (before: KeyMap): Lesson => ({ before, answers: [] });

/** The key asked for now; undefined when all are done. */
export const askedFor = ({ answers }: Lesson): KeyName | undefined => askedKeys[answers.length];

/**
 * A button was pressed. One that is 決定 already leaves the key out, one that is 戻る goes one back, any other that has a
 * meaning is refused: two keys on one button would make one of them unreachable.
 */
export function pressed(lesson: Lesson, code: number): Outcome {
  const wanted = askedFor(lesson);
  const is = meaningOf(lesson, code);
  if (is === 'Back') return undo(lesson);
  if (wanted === undefined) return { kind: 'double', lesson, is: is ?? 'Enter' };
  if (is === 'Enter') return skip(lesson);
  if (is !== undefined && is !== wanted) return { kind: 'double', lesson, is };
  return { kind: 'taken', lesson: { ...lesson, answers: [...lesson.answers, code] } };
}

/** Leaves the key out: it keeps the codes that it had. */
export function skip(lesson: Lesson): Outcome {
  const wanted = askedFor(lesson);
  if (wanted === undefined) return { kind: 'needed', lesson };
  const taken = lesson.answers;
  const lost = codesOf(lesson.before, wanted).some((code) => taken.includes(code));
  if (lost && isEssential(wanted)) return { kind: 'needed', lesson };
  return { kind: 'skipped', lesson: { ...lesson, answers: [...lesson.answers, null] } };
}

/** Forgets the last answer. */
export function undo(lesson: Lesson): Outcome {
  return { kind: 'undone', lesson: { ...lesson, answers: lesson.answers.slice(0, -1) } };
}

/** What was taught, by code. */
export function taught({ answers }: Lesson): KeyMap {
  const entries = askedKeys.flatMap((key, at): [number, KeyName][] => {
    const code = answers[at];
    return code === undefined || code === null ? [] : [[code, key]];
  });
  return Object.fromEntries(entries);
}

/** What a button is in this lesson: as it was taught, or an indispensable key that was left out and so stays what it was. */
function meaningOf(lesson: Lesson, code: number): KeyName | undefined {
  const learned = taught(lesson)[code];
  if (learned) return learned;
  const before = lesson.before[code];
  if (before === undefined || !isEssential(before)) return undefined;
  const at = (askedKeys as readonly KeyName[]).indexOf(before);
  return lesson.answers[at] === null ? before : undefined;
}

const isEssential = (key: KeyName): boolean => (essentialKeys as readonly KeyName[]).includes(key);
