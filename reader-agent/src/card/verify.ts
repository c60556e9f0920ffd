import type { CardConnection } from '../readers/reader.ts';
import { transmit, unexpected } from './transmit.ts';

/** What a card says to VERIFY; 0 tries left means blocked. */
export type VerifyAnswer = { right: true } | { right: false; triesLeft: number };

/**
 * VERIFY against the selected file, sent exactly once: nothing here or below repeats it. The command is zeroed
 * afterwards, whatever happened.
 * @throws CardFailure `card.unreadable` for any other status word, or what the connection throws: then nobody knows
 * whether a try was used
 */
export async function verify(
  connection: CardConnection,
  value: Uint8Array,
  signal?: AbortSignal,
): Promise<VerifyAnswer> {
  const command = Buffer.alloc(5 + value.length);
  command.set([0x00, 0x20, 0x00, 0x80, value.length]);
  command.set(value, 5);
  try {
    const { status } = await transmit(connection, command, signal);
    if (status === 0x9000) return { right: true };
    const triesLeft = triesIn(status);
    if (triesLeft === undefined) throw unexpected(status, 'VERIFY');
    return { right: false, triesLeft };
  } finally {
    command.fill(0);
  }
}

/**
 * Tries left at the selected file: VERIFY without data, which uses none.
 * @throws CardFailure `card.unreadable` for a status word without a count
 */
export async function triesAt(connection: CardConnection, signal?: AbortSignal): Promise<number> {
  const { status } = await transmit(connection, Uint8Array.of(0x00, 0x20, 0x00, 0x80), signal);
  const triesLeft = triesIn(status);
  if (triesLeft === undefined) throw unexpected(status, 'VERIFY without data');
  return triesLeft;
}

/** `63Cx` says x tries left; 6983 (ISO/IEC 7816-4) and 6984 (JICSAP) say blocked. */
function triesIn(status: number): number | undefined {
  if (status >> 4 === 0x63c) return status & 0x0f;
  return status === 0x6983 || status === 0x6984 ? 0 : undefined;
}
