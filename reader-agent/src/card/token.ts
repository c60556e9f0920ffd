import type { FailureCode } from '../protocol/failures.ts';
import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { readBinary } from './der-file.ts';
import { selectFile } from './select.ts';

const individualNumberCard = 'JPKIAPICCTOKEN2';
/** Tokens with a JPKI application that cannot log in here, by label. */
const otherTokens: ReadonlyMap<string, FailureCode> = new Map([
  ['JPKIAPICCTOKEN', 'card.resident-card'],
  ['JPKIAPGPSETOKEN', 'card.phone'],
  ['JPKIAPIOSTOKEN', 'card.phone'],
]);

/**
 * Reads the label (EF 0006, 32 bytes, padded with spaces) of the selected JPKI application: it must be an Individual
 * Number Card's.
 * @throws CardFailure `card.resident-card`, `card.phone`, `card.other`, `card.unreadable`, …
 */
export async function expectIndividualNumberCard(
  connection: CardConnection,
  signal?: AbortSignal,
): Promise<void> {
  if (!(await selectFile(connection, 0x0006, signal))) throw new CardFailure('card.other', 'EF 0006');
  const label = Buffer.from(await readBinary(connection, 0, 32, signal)).toString('latin1');
  if (label.length < 32) throw new CardFailure('card.unreadable', 'token label');
  const name = label.trimEnd();
  if (name !== individualNumberCard) throw new CardFailure(otherTokens.get(name) ?? 'card.other');
}
