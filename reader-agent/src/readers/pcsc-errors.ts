import type { FailureCode } from '../protocol/failures.ts';

/**
 * PC/SC errors by value (pcsclite.h), their names, and what each means for a login. What is not listed is
 * `reader.failed`: a transport error must never look like a fault of the card's holder.
 */
const errors: readonly (readonly [value: number, name: string, code: FailureCode])[] = [
  [0x80100003, 'SCARD_E_INVALID_HANDLE', 'reader.service-missing'],
  [0x80100009, 'SCARD_E_UNKNOWN_READER', 'reader.none'],
  [0x8010000a, 'SCARD_E_TIMEOUT', 'card.unreadable'],
  [0x8010000b, 'SCARD_E_SHARING_VIOLATION', 'reader.busy'],
  [0x8010000c, 'SCARD_E_NO_SMARTCARD', 'card.removed'],
  [0x8010000f, 'SCARD_E_PROTO_MISMATCH', 'card.unreadable'],
  [0x80100013, 'SCARD_F_COMM_ERROR', 'reader.service-missing'],
  [0x80100016, 'SCARD_E_NOT_TRANSACTED', 'card.unreadable'],
  [0x80100017, 'SCARD_E_READER_UNAVAILABLE', 'reader.none'],
  [0x8010001d, 'SCARD_E_NO_SERVICE', 'reader.service-missing'],
  [0x8010001e, 'SCARD_E_SERVICE_STOPPED', 'reader.service-missing'],
  [0x8010002e, 'SCARD_E_NO_READERS_AVAILABLE', 'reader.none'],
  [0x8010002f, 'SCARD_E_COMM_DATA_LOST', 'card.unreadable'],
  [0x80100065, 'SCARD_W_UNSUPPORTED_CARD', 'card.unreadable'],
  [0x80100066, 'SCARD_W_UNRESPONSIVE_CARD', 'card.unreadable'],
  [0x80100067, 'SCARD_W_UNPOWERED_CARD', 'card.unreadable'],
  [0x80100068, 'SCARD_W_RESET_CARD', 'card.unreadable'],
  [0x80100069, 'SCARD_W_REMOVED_CARD', 'card.removed'],
  [0x8010006a, 'SCARD_W_SECURITY_VIOLATION', 'reader.permission'],
];

/** Name of the PC/SC error that a binding's message quotes (`… (0x80100069)`), or undefined. */
export function pcscErrorName(message: string): string | undefined {
  const value = Number.parseInt(/0x([0-9a-f]{8})/i.exec(message)?.[1] ?? '', 16);
  return errors.find(([known]) => known === value)?.[1];
}

/** The failure code for a PC/SC error name; `reader.failed` for one that is not known. */
export function codeOfPcscError(name: string): FailureCode {
  return errors.find(([, known]) => known === name)?.[2] ?? 'reader.failed';
}
