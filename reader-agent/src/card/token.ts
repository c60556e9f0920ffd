import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { readBinary } from './certificate.ts';
import { selectFile } from './select.ts';

/** Kinds of token by the label in EF 0006; all but the first cannot log in here and name their failure code. */
export type CardKind = 'individual-number-card' | 'card.resident-card' | 'card.phone' | 'card.other';

const labels: Record<string, CardKind> = {
  JPKIAPICCTOKEN2: 'individual-number-card',
  JPKIAPICCTOKEN: 'card.resident-card',
  JPKIAPGPSETOKEN: 'card.phone',
  JPKIAPIOSTOKEN: 'card.phone',
};

/** Reads the label (32 bytes, padded with spaces) of the selected JPKI application: what kind of token this is. */
export async function readTokenLabel(connection: CardConnection, signal?: AbortSignal): Promise<CardKind> {
  if (!(await selectFile(connection, 0x0006, signal))) return 'card.other';
  const label = Buffer.from(await readBinary(connection, 0, 32, signal)).toString('latin1');
  if (label.length < 32) throw new CardFailure('card.unreadable', 'token label');
  // The own-property test keeps a label such as "constructor" from being found.
  const name = label.trimEnd();
  return Object.hasOwn(labels, name) ? labels[name]! : 'card.other';
}
