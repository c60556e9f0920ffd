import { escapePointer, type FieldFault, mostFaults } from './problems.ts';

const deepest = 20;

/** U+0000 and half a surrogate pair: PostgreSQL keeps neither, in text or in JSON. */
const isUnstorable = (text: string): boolean => text.includes('\0') || /\p{Cs}/u.test(text);

/**
 * Texts in a message that no database keeps, and nesting deeper than any message of ours: refused before anything looks
 * at the message, so that neither shows as a failure of ours later.
 */
export function textFaults(message: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  const look = (value: unknown, path: string, depth: number): void => {
    if (faults.length === mostFaults) return;
    if (typeof value === 'string') {
      if (isUnstorable(value)) faults.push({ path, message: 'Holds a character that cannot be stored.' });
    } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      if (depth === deepest) faults.push({ path, message: 'Nested too deeply.' });
      else
        for (const [key, item] of Object.entries(value))
          look(item, `${path}/${escapePointer(key)}`, depth + 1);
    }
  };
  look(message, '', 0);
  return faults;
}
