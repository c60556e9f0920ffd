import { SimulatedCard } from '../../../mock-platform/src/card/card.ts';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import type { CardConnection } from '../../../reader-agent/src/readers/reader.ts';

/** Stands between script and card: may answer itself or change what the card says. `index` counts commands from 0. */
export type Between = (apdu: Buffer, index: number, card: (apdu: Uint8Array) => Buffer) => Buffer;

export interface ScriptCard extends CardConnection {
  /** Every command that was sent, in hexadecimal. */
  readonly sent: string[];
}

/** A connection straight to a simulated card, without any process between. */
export function scriptCard(
  file: CardFile,
  between: Between = (apdu, _index, card) => card(apdu),
): ScriptCard {
  const card = new SimulatedCard(structuredClone(file));
  const sent: string[] = [];
  return {
    sent,
    async transmit(apdu) {
      const command = Buffer.from(apdu);
      sent.push(command.toString('hex').toUpperCase());
      return between(command, sent.length - 1, (bytes) => Buffer.from(card.transmit(bytes)));
    },
    close: async () => card.powerOff(),
  };
}

/** The VERIFY commands with a value among the commands sent. */
export function verifications(sent: readonly string[]): string[] {
  return sent.filter((command) => command.startsWith('0020') && command.length > 8);
}

/** A status word as an answer. */
export function word(status: number): Buffer {
  return Buffer.from([status >> 8, status & 0xff]);
}
