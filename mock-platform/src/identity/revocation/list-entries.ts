import { readExtensions } from '../certificates/extensions.ts';
import { DerError, readDer, tags } from '../der/reader.ts';
import { reasonNames } from './status.ts';

/**
 * Entries of a revocation list (RFC 5280 §5.1.2.6) where they lie, millions of them, without an object for each:
 *
 *     SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
 */

const REASON = '2.5.29.21';
/** 20 octets (RFC 5280 §4.1.2.2) and one for the sign. */
const MAX_SERIAL_OCTETS = 21;
/** Extensions that say nothing but a reason, up to the reason itself: how nearly every entry ends. */
const REASON_ONLY = Buffer.from('300c300a0603551d1504030a01', 'hex');

export interface Revocation {
  at: Date;
  reason: string | undefined;
}

/** Where the content of the element at `at` begins; its tag and that it fits are checked by `endOf`. */
export function contentOf(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]!;
  return length < 0x80 ? at + 2 : at + 2 + (length & 0x7f);
}

/** Length of the content of the element at `at`, which `endOf` found good. */
export function lengthOf(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]!;
  if (length < 0x80) return length;
  return length === 0x81 ? bytes[at + 2]! : bytes[at + 2]! * 256 + bytes[at + 3]!;
}

/** End of the element at `at`, which must carry the tag, have a minimal length and end by `limit`. @throws DerError */
export function endOf(bytes: Uint8Array, at: number, tag: number, limit: number): number {
  if (at + 2 > limit) throw new DerError('truncated', 'element expected');
  if (bytes[at] !== tag) throw new DerError('tag', `0x${tag.toString(16)} expected`);
  let length = bytes[at + 1]!;
  let content = at + 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 2) throw new DerError('length', 'indefinite or too long for an entry');
    if (content + octets > limit) throw new DerError('truncated', 'length');
    length = octets === 1 ? bytes[content]! : bytes[content]! * 256 + bytes[content + 1]!;
    if (length < (octets === 1 ? 0x80 : 0x100)) throw new DerError('length', 'not minimal');
    content += octets;
  }
  if (content + length > limit) throw new DerError('truncated', 'content');
  return content + length;
}

function checkSerial(bytes: Uint8Array, at: number, end: number): void {
  const length = end - at;
  const first = bytes[at]!;
  const isTooLong = length > MAX_SERIAL_OCTETS || (length === MAX_SERIAL_OCTETS && first !== 0);
  if (length === 0 || isTooLong) throw new DerError('value', 'serial number');
  if (length === 1) return;
  const sign = bytes[at + 1]! & 0x80;
  if ((first === 0 && sign === 0) || (first === 0xff && sign !== 0)) {
    throw new DerError('value', 'padded integer');
  }
}

const two = (bytes: Uint8Array, at: number): number => (bytes[at]! - 48) * 10 + bytes[at + 1]! - 48;

/** @returns the end of the time */
function checkTime(bytes: Uint8Array, at: number, limit: number): number {
  const digits = bytes[at] === tags.utcTime ? 12 : 14;
  if (digits === 14 && bytes[at] !== tags.generalizedTime) throw new DerError('tag', 'time');
  const end = at + digits + 3;
  if (end > limit) throw new DerError('truncated', 'time');
  let good = bytes[at + 1] === digits + 1 && bytes[end - 1] === 0x5a;
  for (let digit = at + 2; digit < end - 1; digit += 1) {
    const value = bytes[digit]!;
    if (value < 48 || value > 57) good = false;
  }
  const month = two(bytes, end - 11);
  const day = two(bytes, end - 9);
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!good || !inRange || two(bytes, end - 7) > 23 || two(bytes, end - 5) > 59 || two(bytes, end - 3) > 59) {
    throw new DerError('value', 'time');
  }
  // The few days that not every month has are left to the reader of single elements.
  if (day > 28) readDer(bytes.subarray(at, end)).time();
  return end;
}

/** The moment that a checked time says; UTCTime of two digits is of 1950 to 2049. */
function timeAt(bytes: Uint8Array, at: number): Date {
  const end = at + 2 + bytes[at + 1]!;
  const short = two(bytes, end - 13);
  const century = bytes[at] === tags.utcTime ? (short >= 50 ? 1900 : 2000) : two(bytes, at + 2) * 100;
  const field = (place: number) => two(bytes, end - place);
  return new Date(Date.UTC(century + short, field(11) - 1, field(9), field(7), field(5), field(3)));
}

const isReasonOnly = (bytes: Uint8Array, at: number, end: number): boolean => {
  if (end - at !== REASON_ONLY.length + 1) return false;
  for (let index = 0; index < REASON_ONLY.length; index += 1) {
    if (bytes[at + index] !== REASON_ONLY[index]) return false;
  }
  return true;
};

function readReason(bytes: Uint8Array, at: number, end: number): string | undefined {
  let reason: string | undefined;
  for (const [id, { critical, value }] of readExtensions(readDer(bytes.subarray(at, end), tags.sequence))) {
    if (id === REASON) reason = knownReason(readDer(value, tags.enumerated).number());
    else if (critical) throw new DerError('value', `unknown critical extension ${id} in an entry`);
  }
  return reason;
}

function knownReason(code: number): string {
  const reason = reasonNames[code];
  if (reason === undefined) throw new DerError('value', 'unknown reason');
  return reason;
}

/** Checks one entry in every octet. @returns where the next one begins @throws DerError */
export function checkEntry(bytes: Uint8Array, at: number, limit: number): number {
  const end = endOf(bytes, at, tags.sequence, limit);
  const serial = contentOf(bytes, at);
  const time = endOf(bytes, serial, tags.integer, end);
  checkSerial(bytes, serial + 2, time);
  const extensions = checkTime(bytes, time, end);
  if (extensions === end) return end;
  if (isReasonOnly(bytes, extensions, end)) knownReason(bytes[end - 1]!);
  else readReason(bytes, extensions, end);
  return end;
}

/** Date and reason of an entry that `checkEntry` found good. */
export function readEntry(bytes: Uint8Array, at: number, limit: number): Revocation {
  const end = endOf(bytes, at, tags.sequence, limit);
  const serial = contentOf(bytes, at);
  const time = serial + 2 + bytes[serial + 1]!;
  const extensions = time + 2 + bytes[time + 1]!;
  const reason = isReasonOnly(bytes, extensions, end)
    ? reasonNames[bytes[end - 1]!]
    : extensions < end
      ? readReason(bytes, extensions, end)
      : undefined;
  return { at: timeAt(bytes, time), reason };
}
