import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { type CardAlgorithm, rsa2048 } from './algorithm.ts';
import { readDerFile } from './der-file.ts';
import { selectFile, selectSurface } from './select.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

/** 券面事項確認AP, EF 0011: opened by the birth date. */
const birthDateFile = 0x0011;
/** EF 0001: record of birth date and public key with the issuer's signature. */
const recordFile = 0x0001;

/**
 * The second half of a login without PIN: the card proves itself by signing `message` with the key of
 * 券面事項確認AP. The birth date (和暦 YYMMDD) is sent exactly once; a refusal ends the proof.
 * @returns the signature.
 * @throws CardFailure `card.birth-date-refused`, `card.other`, `card.unreadable`, `card.removed`, `login.cancelled`, …
 */
export async function proveWithSurface(
  connection: CardConnection,
  birthDate: string,
  message: Uint8Array,
  signal?: AbortSignal,
  algorithm: CardAlgorithm = rsa2048,
): Promise<Uint8Array> {
  await openSurface(connection, birthDate, signal);
  return sign(connection, 0x00, message, algorithm, signal);
}

/**
 * For an enrolment: the record of 券面事項確認AP beside the proof.
 * @throws CardFailure as `proveWithSurface`; `card.other` when the card has no such record
 */
export async function readAndProveSurface(
  connection: CardConnection,
  birthDate: string,
  message: Uint8Array,
  algorithm: CardAlgorithm,
  signal?: AbortSignal,
): Promise<{ record: Uint8Array; signature: Uint8Array }> {
  await openSurface(connection, birthDate, signal);
  if (!(await selectFile(connection, recordFile, signal))) throw new CardFailure('card.other', 'EF 0001');
  const record = await readDerFile(connection, 'card.other', signal);
  return { record, signature: await sign(connection, 0x00, message, algorithm, signal) };
}

async function openSurface(
  connection: CardConnection,
  birthDate: string,
  signal?: AbortSignal,
): Promise<void> {
  if (!/^\d{6}$/.test(birthDate)) throw new RangeError('birthDate must be six digits');
  await selectSurface(connection, signal);
  if (!(await selectFile(connection, birthDateFile, signal))) throw new CardFailure('card.other', 'EF 0011');
  const answer = await verify(connection, Buffer.from(birthDate, 'latin1'), signal);
  if (!answer.right) throw new CardFailure('card.birth-date-refused', `${answer.triesLeft} tries left`);
}
