import type { CapAlert } from '../message.ts';
import { millisecondsOf } from '../schema/date-time.ts';
import { type CapProblem, isBlank } from './problem.ts';

/** What `references` names: `sender,identifier,sent`. */
export interface CapReference {
  sender: string;
  identifier: string;
  sent: string;
}

/** The messages that a text of `references` names; undefined in place of what is no reference. */
export function readReferences(text: string | undefined): (CapReference | undefined)[] {
  if (text === undefined || isBlank(text)) return [];
  return text
    .trim()
    .split(/\s+/)
    .map((reference) => {
      const [sender, identifier, sent, ...more] = reference.split(',');
      const whole = sender && identifier && sent && more.length === 0 && !/[<&]/.test(reference);
      return whole && millisecondsOf(sent) !== undefined ? { sender, identifier, sent } : undefined;
    });
}

export const writeReferences = (references: readonly CapReference[]): string | undefined =>
  references.length === 0
    ? undefined
    : references.map(({ sender, identifier, sent }) => `${sender},${identifier},${sent}`).join(' ');

const needed = ['Update', 'Cancel', 'Ack', 'Error'];

/** What the schema cannot say of the references of a message. */
export function* referenceProblems(alert: CapAlert): Generator<CapProblem> {
  const inReferences = '/alert/references';
  const references = readReferences(alert.references);
  if (needed.includes(alert.msgType) && references.length === 0)
    yield {
      code: 'cap.references-missing',
      path: '/alert',
      message: `A message of type ${alert.msgType} names the messages that it is about.`,
    };
  const sent = millisecondsOf(alert.sent);
  for (const reference of references) {
    if (reference === undefined) {
      yield {
        code: 'cap.references-form',
        path: inReferences,
        message: 'A reference is “sender,identifier,sent”.',
      };
      continue;
    }
    if (reference.identifier === alert.identifier)
      yield { code: 'cap.references-circular', path: inReferences, message: 'The message names itself.' };
    const earlier = millisecondsOf(reference.sent);
    if (sent !== undefined && earlier !== undefined && earlier > sent)
      yield {
        code: 'cap.references-later',
        path: inReferences,
        message: 'The message names one sent after it.',
      };
  }
}
