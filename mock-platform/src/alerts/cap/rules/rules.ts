import type { CapAlert } from '../message.ts';
import { readAddresses } from './addresses.ts';
import { infoProblems } from './infos.ts';
import { type CapProblem, isBlank } from './problem.ts';
import { referenceProblems } from './references.ts';
import { textProblems } from './texts.ts';

const mostProblems = 100;

function* headProblems(alert: CapAlert): Generator<CapProblem> {
  for (const name of ['identifier', 'sender'] as const) {
    if (!/^[^\s,<&]+$/.test(alert[name]))
      yield {
        code: `cap.${name}`,
        path: `/alert/${name}`,
        message: `The ${name} has at least one character, and no blank, comma, “<” or “&”.`,
      };
  }
  if (!isBlank(alert.restriction) && alert.scope !== 'Restricted')
    yield {
      code: 'cap.restriction-scope',
      path: '/alert/restriction',
      message: 'A restriction stands only in a message of scope Restricted.',
    };
  const addresses = alert.addresses === undefined ? [] : readAddresses(alert.addresses);
  if (addresses === undefined)
    yield { code: 'cap.addresses-quotes', path: '/alert/addresses', message: 'A quote is left open.' };
  else if (alert.scope === 'Private' && addresses.length === 0)
    yield {
      code: 'cap.addresses-missing',
      path: '/alert',
      message: 'A message of scope Private has addresses.',
    };
}

/**
 * The rules of CAP 1.2 that a message breaks beside its schema (OASIS standard §3.2; google/cap-library's validator),
 * the first hundred.
 */
export function capProblems(alert: CapAlert): readonly CapProblem[] {
  const found: CapProblem[] = [];
  for (const part of [headProblems, referenceProblems, infoProblems, textProblems]) {
    for (const problem of part(alert)) {
      found.push(problem);
      if (found.length >= mostProblems) return found;
    }
  }
  return found;
}
