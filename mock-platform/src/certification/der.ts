/**
 * Just enough DER (ITU-T X.690) for what the certification service writes by hand: lists, status answers, extensions.
 * It shares nothing with the platform's own reader: the two are different parties and check each other.
 */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function encode(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), content]);
}

export const sequence = (...items: Uint8Array[]) => encode(TAG.sequence, ...items);
export const set = (...items: Uint8Array[]) => encode(TAG.set, ...items);
export const octetString = (value: Uint8Array) => encode(TAG.octetString, value);
export const bitString = (value: Uint8Array, unusedBits = 0) =>
  encode(TAG.bitString, Buffer.from([unusedBits]), value);
export const nothing = () => encode(TAG.null);
export const boolean = (value: boolean) => encode(TAG.boolean, Buffer.from([value ? 0xff : 0]));
export const enumerated = (value: number) => encode(TAG.enumerated, Buffer.from([value]));
export const utf8 = (value: string) => encode(TAG.utf8, Buffer.from(value, 'utf8'));
export const printable = (value: string) => encode(TAG.printable, Buffer.from(value, 'ascii'));
export const ia5 = (value: string) => encode(TAG.ia5, Buffer.from(value, 'ascii'));

/** Context-specific tag, constructed (EXPLICIT, or IMPLICIT of a constructed type). */
export const context = (number: number, ...items: Uint8Array[]) => encode(0xa0 | number, ...items);
/** Context-specific tag, primitive (IMPLICIT of a primitive type). */
export const contextPrimitive = (number: number, value: Uint8Array) => encode(0x80 | number, value);

/** Unsigned integer from hexadecimal digits. */
export function integer(hex: string): Buffer {
  const digits = hex.replace(/^(?:00)+/, '');
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  const first = bytes[0] ?? 0;
  return encode(TAG.integer, bytes.length === 0 || first >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), bytes);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left % 128) | 0x80);
    }
    return groups;
  });
  return encode(TAG.oid, Buffer.from(bytes));
}

const compactTime = (at: Date) => `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

export const generalizedTime = (at: Date) => encode(TAG.generalizedTime, Buffer.from(compactTime(at)));

/** Time as RFC 5280 §4.1.2.5 wants it: UTCTime until 2049, GeneralizedTime after. */
export const time = (at: Date) =>
  at.getUTCFullYear() < 2050
    ? encode(TAG.utcTime, Buffer.from(compactTime(at).slice(2)))
    : generalizedTime(at);

/** SHA-256 with RSA, as an AlgorithmIdentifier. */
export const sha256WithRsa = () => sequence(oid('1.2.840.113549.1.1.11'), nothing());

/** ECDSA with SHA-384, as an AlgorithmIdentifier: without parameters (RFC 5758 §3.2). */
export const ecdsaWithSha384 = () => sequence(oid('1.2.840.10045.4.3.3'));

/** Something the reader below cannot read. */
export class UnreadableDer extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UnreadableDer';
  }
}

export interface Element {
  tag: number;
  content: Buffer;
  /** Tag, length and content. */
  whole: Buffer;
}

/** Splits a buffer into the elements it consists of. */
export function elements(buffer: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < buffer.length; ) {
    const tag = buffer[at]!;
    const first = buffer[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f) throw new UnreadableDer('header is cut off');
    let start = at + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > 3 || start + count > buffer.length) throw new UnreadableDer('bad length');
      length = buffer.readUIntBE(start, count);
      start += count;
    }
    const end = start + length;
    if (end > buffer.length) throw new UnreadableDer('content is cut off');
    found.push({ tag, content: buffer.subarray(start, end), whole: buffer.subarray(at, end) });
    at = end;
  }
  return found;
}

/** The elements inside the one element that the buffer holds, which must carry the tag. */
export function inside(buffer: Buffer, tag: number): Element[] {
  const [only, ...more] = elements(buffer);
  if (!only || more.length > 0 || only.tag !== tag) throw new UnreadableDer('unexpected structure');
  return elements(only.content);
}

export { TAG };
