import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';

/** What a card said: data and the two bytes after it (ISO/IEC 7816-4). */
export interface CardAnswer {
  data: Uint8Array;
  status: number;
}

/** More GET RESPONSE rounds than the longest short answer needs: a card that never ends is unreadable. */
const mostRounds = 16;

/**
 * Sends one command and collects its whole answer: `61xx` is followed by GET RESPONSE, and `6Cxx` by the same command
 * with the length the card asked for, but only where the command expects data — a VERIFY is therefore never sent twice.
 * @throws CardFailure `login.cancelled` when the signal is set (before anything is sent), or whatever the connection throws.
 */
export async function transmit(
  connection: CardConnection,
  apdu: Uint8Array,
  signal?: AbortSignal,
): Promise<CardAnswer> {
  let answer = await exchange(connection, apdu, signal);
  if (answer.status >> 8 === 0x6c && expectsData(apdu)) {
    answer = await exchange(connection, withLength(apdu, answer.status), signal);
  }
  const parts = [answer.data];
  for (let round = 0; answer.status >> 8 === 0x61; round += 1) {
    if (round === mostRounds) throw new CardFailure('card.unreadable', 'endless answer');
    const rest = Uint8Array.of(0x00, 0xc0, 0x00, 0x00, answer.status & 0xff);
    answer = await exchange(connection, rest, signal);
    if (answer.status >> 8 === 0x6c) {
      answer = await exchange(connection, withLength(rest, answer.status), signal);
    }
    // Another word here is about GET RESPONSE and must not be taken for the command's own.
    if (answer.status >> 8 !== 0x61 && answer.status !== 0x9000 && answer.status !== 0x6282) {
      throw unexpected(answer.status, 'GET RESPONSE');
    }
    parts.push(answer.data);
  }
  return { data: Buffer.concat(parts), status: answer.status };
}

/** A failure that quotes the status word for support. */
export function unexpected(
  status: number,
  step: string,
  code: CardFailure['code'] = 'card.unreadable',
): CardFailure {
  return new CardFailure(code, `${step}: ${status.toString(16).toUpperCase().padStart(4, '0')}`);
}

async function exchange(
  connection: CardConnection,
  apdu: Uint8Array,
  signal?: AbortSignal,
): Promise<CardAnswer> {
  if (signal?.aborted) throw new CardFailure('login.cancelled');
  const bytes = await connection.transmit(apdu);
  const end = bytes.length - 2;
  if (end < 0) throw new CardFailure('card.removed', 'empty answer');
  return { data: bytes.subarray(0, end), status: (bytes[end]! << 8) | bytes[end + 1]! };
}

/** The command with the length that `6Cxx` asks for. */
function withLength(apdu: Uint8Array, status: number): Uint8Array {
  const corrected = Uint8Array.from(apdu);
  corrected[corrected.length - 1] = status & 0xff;
  return corrected;
}

/** Whether a short command ends with Le (cases 2 and 4). */
function expectsData(apdu: Uint8Array): boolean {
  return apdu.length === 5 || (apdu.length > 5 && apdu.length === 6 + apdu[4]!);
}
