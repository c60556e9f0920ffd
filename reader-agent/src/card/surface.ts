import { createHash } from 'node:crypto';
import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { selectFile, selectSurface } from './select.ts';
import { transmit, unexpected } from './transmit.ts';

/** 券面事項確認AP, EF 0011: opened by the birth date. */
const birthDateFile = 0x0011;
/** DigestInfo of SHA-256 without the hash (RFC 8017 §9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * The second half of a login without PIN: the card proves itself by signing `message` (SHA-256, PKCS#1 v1.5) with the
 * key of 券面事項確認AP. The birth date (和暦 YYMMDD) is sent exactly once; a refusal ends the proof.
 * @returns the signature.
 * @throws CardFailure `card.birth-date-refused`, `card.other`, `card.unreadable`, `card.removed`, `login.cancelled`, …
 */
export async function proveWithSurface(
  connection: CardConnection,
  birthDate: string,
  message: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (!/^\d{6}$/.test(birthDate)) throw new RangeError('birthDate must be six digits');
  await selectSurface(connection, signal);
  if (!(await selectFile(connection, birthDateFile, signal))) throw new CardFailure('card.other', 'EF 0011');
  await verifyOnce(connection, birthDate, signal);
  const digestInfo = Buffer.concat([sha256Info, createHash('sha256').update(message).digest()]);
  const command = Buffer.from([0x80, 0x2a, 0x00, 0x00, digestInfo.length, ...digestInfo, 0x00]);
  const { data, status } = await transmit(connection, command, signal);
  if (status !== 0x9000 || data.length === 0) throw unexpected(status, 'INTERNAL AUTHENTICATE');
  return Uint8Array.from(data);
}

async function verifyOnce(
  connection: CardConnection,
  birthDate: string,
  signal?: AbortSignal,
): Promise<void> {
  const value = Buffer.from(birthDate, 'latin1');
  const command = Buffer.from([0x00, 0x20, 0x00, 0x80, value.length, ...value]);
  const { status } = await transmit(connection, command, signal);
  if (status === 0x9000) return;
  // 63Cx: wrong, x tries left; 6983 and 6984: no try left.
  if (status >> 4 === 0x63c || status === 0x6983 || status === 0x6984) {
    throw unexpected(status, 'VERIFY', 'card.birth-date-refused');
  }
  throw unexpected(status, 'VERIFY');
}
