import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import type { CardAlgorithm } from './algorithm.ts';
import { transmit, unexpected } from './transmit.ts';

/**
 * `80 2A 00 P2`: the card signs the digest of a message.
 * @throws CardFailure `card.unreadable` for any other answer than a whole signature
 */
export async function sign(
  connection: CardConnection,
  p2: number,
  message: Uint8Array,
  { digestOf, signatureLength }: CardAlgorithm,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const digest = digestOf(message);
  const command = Buffer.from([0x80, 0x2a, 0x00, p2, digest.length, ...digest, 0x00]);
  const { data, status } = await transmit(connection, command, signal);
  if (status !== 0x9000) throw unexpected(status, 'signature');
  if (data.length !== signatureLength) throw new CardFailure('card.unreadable', 'length of the signature');
  return Uint8Array.from(data);
}
