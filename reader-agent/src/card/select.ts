import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import { transmit, unexpected } from './transmit.ts';

const jpkiApplication = 'D392F000260100000001';
const surfaceApplication = 'D3921000310001010402';

/** Selects the JPKI application. @throws CardFailure `card.other` when the card has none. */
export function selectJpki(connection: CardConnection, signal?: AbortSignal): Promise<void> {
  return selectApplication(connection, jpkiApplication, signal);
}

/** Selects 券面事項確認AP. @throws CardFailure `card.other` when the card has none. */
export function selectSurface(connection: CardConnection, signal?: AbortSignal): Promise<void> {
  return selectApplication(connection, surfaceApplication, signal);
}

/** Selects an elementary file of the current application; false when the card has no such file. */
export async function selectFile(
  connection: CardConnection,
  file: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const command = Uint8Array.of(0x00, 0xa4, 0x02, 0x0c, 0x02, file >> 8, file & 0xff);
  const { status } = await transmit(connection, command, signal);
  if (status === 0x9000) return true;
  if (status === 0x6a82) return false;
  throw unexpected(status, 'SELECT file');
}

/** Real cards were seen to answer the first command after power-on with 6F00: that one is sent once more. */
async function selectApplication(
  connection: CardConnection,
  application: string,
  signal?: AbortSignal,
): Promise<void> {
  const aid = Buffer.from(application, 'hex');
  const command = Buffer.from([0x00, 0xa4, 0x04, 0x0c, aid.length, ...aid]);
  let { status } = await transmit(connection, command, signal);
  if (status === 0x6f00) ({ status } = await transmit(connection, command, signal));
  if (status === 0x9000) return;
  // 6A82 is the standard's answer; cards that know no SELECT by name say 6D00, 6E00, 6A86 or 6700 instead.
  if ([0x6a82, 0x6d00, 0x6e00, 0x6a86, 0x6700].includes(status)) {
    throw new CardFailure('card.other', `SELECT application: ${status.toString(16)}`);
  }
  throw unexpected(status, 'SELECT application');
}
