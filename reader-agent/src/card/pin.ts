import type { PinEntry } from '../protocol/local.ts';
import { CardFailure } from '../readers/failure.ts';
import type { CardConnection } from '../readers/reader.ts';
import type { CardAlgorithm } from './algorithm.ts';
import { selectFile } from './select.ts';
import { sign } from './sign.ts';
import { triesAt, type VerifyAnswer, verify } from './verify.ts';

export type PinKind = PinEntry['kind'];

/** Files of the JPKI application that belong to each PIN. */
const files = {
  authentication: { pin: 0x0018, key: 0x0017, missing: 'card.certificate-missing' },
  signature: { pin: 0x001b, key: 0x001a, missing: 'card.signature-missing' },
} as const satisfies Record<PinKind, { pin: number; key: number; missing: CardFailure['code'] }>;

/**
 * Tries left of a PIN (JPKI application selected); uses none.
 * @throws CardFailure `card.certificate-missing`, `card.signature-missing`, `card.unreadable`, …
 */
export async function triesLeft(
  connection: CardConnection,
  kind: PinKind,
  signal?: AbortSignal,
): Promise<number> {
  await select(connection, kind, 'pin', signal);
  return triesAt(connection, signal);
}

/** Gives a PIN to the card (JPKI application selected), once. @throws CardFailure as `verify` */
export async function verifyPin(
  connection: CardConnection,
  kind: PinKind,
  pin: Uint8Array,
  signal?: AbortSignal,
): Promise<VerifyAnswer> {
  await select(connection, kind, 'pin', signal);
  return verify(connection, pin, signal);
}

/**
 * Signs with the key that this PIN has opened (JPKI application selected).
 * @throws CardFailure `card.unreadable` also when the key is not open
 */
export async function signWithPin(
  connection: CardConnection,
  kind: PinKind,
  message: Uint8Array,
  algorithm: CardAlgorithm,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  await select(connection, kind, 'key', signal);
  // P1 00: the card signs what it is given; P2 80: the selected key.
  return sign(connection, 0x80, message, algorithm, signal);
}

async function select(
  connection: CardConnection,
  kind: PinKind,
  file: 'pin' | 'key',
  signal?: AbortSignal,
): Promise<void> {
  if (!(await selectFile(connection, files[kind][file], signal))) throw new CardFailure(files[kind].missing);
}
