import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { transmit, unexpected } from './transmit.ts';

/** Certificates are about 1.3 kB; anything much longer is none. */
const longest = 8192;
const chunk = 256;

/**
 * Reads the DER SEQUENCE in the selected file. Its length comes from the header in the first chunk, so filler behind it
 * is never read; chunks shorter than asked for are accepted.
 * @throws CardFailure `empty` when the file is erased or has nothing in it, `card.unreadable` (truncated, no DER), …
 */
export async function readDerFile(
  connection: CardConnection,
  empty: CardFailure['code'],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    // An erased file is filled with FF or 00.
    if (read[0] === 0xff || read[0] === 0x00) throw new CardFailure(empty, 'empty file');
    const total = derLength(read);
    if (total !== undefined && read.length >= total) return Uint8Array.from(read.subarray(0, total));
    const wanted = Math.min(chunk, (total ?? chunk) - read.length);
    const data = await readBinary(connection, read.length, wanted, signal);
    if (data.length === 0) {
      throw new CardFailure(read.length === 0 ? empty : 'card.unreadable', 'truncated');
    }
    read = Buffer.concat([read, data]);
  }
}

/** One READ BINARY; empty at the end of the file. `length` 1–256, `offset` at most 7FFF. */
export async function readBinary(
  connection: CardConnection,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const command = Uint8Array.of(0x00, 0xb0, offset >> 8, offset & 0xff, length & 0xff);
  const { data, status } = await transmit(connection, command, signal);
  // 6282: end of file before Le bytes; 6B00: the offset lies behind the end.
  if (status === 0x9000 || status === 0x6282) return data.subarray(0, length);
  if (status === 0x6b00) return new Uint8Array();
  throw unexpected(status, 'READ BINARY');
}

/** Length of the DER SEQUENCE at the start, header included; undefined while the header is not complete. */
function derLength(bytes: Uint8Array): number | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] !== 0x30) throw new CardFailure('card.unreadable', 'not DER');
  if (bytes.length < 2) return undefined;
  const first = bytes[1]!;
  const lengthBytes = first & 0x7f;
  if (first < 0x80) return 2 + first;
  if (lengthBytes < 1 || lengthBytes > 2) throw new CardFailure('card.unreadable', 'not DER');
  if (bytes.length < 2 + lengthBytes) return undefined;
  const length = lengthBytes === 1 ? bytes[2]! : (bytes[2]! << 8) | bytes[3]!;
  if (length > longest) throw new CardFailure('card.unreadable', 'certificate too long');
  return 2 + lengthBytes + length;
}
