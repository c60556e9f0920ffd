/** Entries of revocation lists by hand, for lists that are far larger than anything a demo issues. */

/** An element with fewer than 128 octets of content. */
export const tlv = (tag: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag, content.length]), content]);

/** A serial number as the content of an INTEGER. */
export function octetsOf(serial: bigint): Buffer {
  const digits = serial.toString(16);
  const octets = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  return octets[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), octets]) : octets;
}

/** One entry (RFC 5280 §5.1.2.6); reason 0 is said by leaving it out. */
export function entryBytes(serial: bigint, at: Date, reason: number): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const isShort = at.getUTCFullYear() < 2050;
  const time = tlv(isShort ? 0x17 : 0x18, Buffer.from(`${isShort ? digits.slice(2) : digits}Z`));
  const extensions =
    reason === 0 ? [] : [Buffer.from('300c300a0603551d1504030a01', 'hex'), Buffer.from([reason])];
  return tlv(0x30, Buffer.concat([tlv(0x02, octetsOf(serial)), time, ...extensions]));
}

const TIME = Buffer.from('170d3236313130313030303030305a', 'hex');
const REASON = Buffer.from('300c300a0603551d1504030a01', 'hex');
const LONGEST = 2 + 7 + TIME.length + REASON.length + 1;
/** CRLReason of each number in turn: none, keyCompromise, affiliationChanged, superseded. */
const reasonOf = (number: number): number => [0, 1, 3, 4][number % 4]!;

/** Scattered over 32 bits; different for different numbers. */
const scattered = (number: number): number => Math.imul(number + 1, 0x9e3779b1) >>> 0;

/**
 * Many entries with 32-bit serials, as real cards have them.
 * @returns the octets up to `length`, and the serial of each number (beyond `count`: of nobody on the list)
 */
export function listEntries(count: number): {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
  serialOf(number: number): bigint;
} {
  const bytes = new Uint8Array(count * LONGEST);
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    const serial = scattered(number);
    const reason = reasonOf(number);
    const octets = serialOctets(serial);
    const size = 2 + octets.length + TIME.length + (reason === 0 ? 0 : REASON.length + 1);
    bytes[at] = 0x30;
    bytes[at + 1] = size;
    bytes[at + 2] = 0x02;
    bytes[at + 3] = octets.length;
    bytes.set(octets, at + 4);
    bytes.set(TIME, at + 4 + octets.length);
    if (reason !== 0) {
      bytes.set(REASON, at + 4 + octets.length + TIME.length);
      bytes[at + 1 + size] = reason;
    }
    at += 2 + size;
  }
  return { bytes, length: at, serialOf: (number) => BigInt(scattered(number)) };
}

function serialOctets(serial: number): number[] {
  const octets = [serial >>> 24, (serial >>> 16) & 255, (serial >>> 8) & 255, serial & 255];
  while (octets.length > 1 && octets[0] === 0 && octets[1]! < 0x80) octets.shift();
  return octets[0]! >= 0x80 ? [0, ...octets] : octets;
}
