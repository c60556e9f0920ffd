import type { DifferingField, ExpectedFacts } from '../../protocol/staff.ts';
import type { HolderFacts } from './holder-facts.ts';

/** Forms that mean the same: full and half width, blanks, the many dashes. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/[‐‑‒–—―−]/gu, '-')
    .toUpperCase();

/** Stands for any one character. */
const anything = Symbol('any character');

/** Characters of the certified text in their normal form; runs are normalised as a whole, since marks join letters. */
function patternOf(certified: string, substituted: string): (string | typeof anything)[] {
  const pattern: (string | typeof anything)[] = [];
  let run = '';
  const endRun = (): void => {
    pattern.push(...normalised(run));
    run = '';
  };
  for (const [at, character] of [...certified].entries()) {
    if (substituted[at] !== '1') run += character;
    else {
      endRun();
      pattern.push(anything);
    }
  }
  endRun();
  return pattern;
}

/** Whether the form says what the card says; where the card has a substitute character, any one character fits. */
export function saysTheSame(certified: string, substituted: string, written: string): boolean {
  const pattern = patternOf(certified, substituted);
  const characters = [...normalised(written)];
  return (
    pattern.length === characters.length &&
    pattern.every((wanted, at) => wanted === anything || wanted === characters[at])
  );
}

/** The fields in which the operator's form differs from the card; what the form leaves out differs in nothing. */
export function differingFields(
  { facts, substituted }: HolderFacts,
  expected: ExpectedFacts,
): DifferingField[] {
  const differs: DifferingField[] = [];
  for (const field of ['name', 'address'] as const) {
    const written = expected[field];
    if (written !== undefined && !saysTheSame(facts[field], substituted[field], written)) differs.push(field);
  }
  for (const field of ['birthDate', 'gender'] as const) {
    if (expected[field] !== undefined && expected[field] !== facts[field]) differs.push(field);
  }
  return differs;
}
