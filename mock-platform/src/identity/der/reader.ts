/** Why bytes are not the DER (ITU-T X.690) that was expected. */
export type DerFault = 'truncated' | 'length' | 'tag' | 'trailing' | 'depth' | 'value';

/** The only error that reading hostile bytes may cause. */
export class DerError extends Error {
  constructor(
    readonly fault: DerFault,
    what: string,
  ) {
    super(`${fault}: ${what}`);
    this.name = 'DerError';
  }
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Deepest nesting that a certificate, list or status answer of ours has is about ten. */
const MAX_DEPTH = 24;
const MAX_LENGTH_OCTETS = 4;

/** The same few object identifiers occur in every certificate. */
const knownOids = new Map<string, string>();
const MAX_KNOWN_OIDS = 1000;
const MAX_OID_OCTETS = 64;

function readOid(content: Buffer): string {
  if (content.length === 0 || content.length > MAX_OID_OCTETS || content.at(-1)! >= 0x80) {
    throw new DerError('value', 'object identifier');
  }
  const arcs: number[] = [];
  let arc = 0;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new DerError('value', 'padded object identifier');
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError('value', 'object identifier too large');
    fresh = octet < 0x80;
    if (fresh) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head = 0, ...rest] = arcs;
  const first = Math.min(2, Math.floor(head / 40));
  return [first, head - first * 40, ...rest].join('.');
}

/** One element: tag, content and the bytes of both. Nothing inside has been looked at yet. */
export class DerElement {
  constructor(
    readonly tag: number,
    private readonly bytes: Buffer,
    private readonly at: number,
    private readonly start: number,
    private readonly end: number,
    private readonly depth: number,
  ) {}

  get content(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }

  /** Tag, length and content. */
  get whole(): Buffer {
    return this.bytes.subarray(this.at, this.end);
  }

  /** Length of the content in octets. */
  get length(): number {
    return this.end - this.start;
  }

  /** The elements inside, one after the other. */
  items(): DerItems {
    if ((this.tag & 0x20) === 0) throw new DerError('tag', 'constructed element expected');
    return new DerItems(this.bytes, this.start, this.end, this.depth + 1);
  }

  /** Octets of an INTEGER or ENUMERATED, no more than its value needs: equal numbers have equal octets. */
  integerOctets(): Buffer {
    const { content } = this;
    const [first, second = 0] = content;
    if (first === undefined) throw new DerError('value', 'empty integer');
    if (content.length > 1 && (first === 0 ? second < 0x80 : first === 0xff && second >= 0x80)) {
      throw new DerError('value', 'padded integer');
    }
    return content;
  }

  /** INTEGER of any sign as hexadecimal without leading zeros, `-` before a negative one. */
  signed(): string {
    const octets = this.integerOctets();
    const hex = octets.toString('hex');
    if (octets[0]! < 0x80) return hex.replace(/^0+/, '') || '0';
    return (BigInt(`0x${hex}`) - (1n << BigInt(8 * octets.length))).toString(16);
  }

  /** INTEGER or ENUMERATED that is not negative, as hexadecimal without leading zeros (`0` for zero). */
  unsigned(): string {
    const value = this.signed();
    if (value.startsWith('-')) throw new DerError('value', 'negative integer');
    return value;
  }

  /** Small number: at most 31 bits. */
  number(): number {
    const hex = this.unsigned();
    const value = Number.parseInt(hex, 16);
    if (hex.length > 8 || value > 0x7fffffff) throw new DerError('value', 'number too large');
    return value;
  }

  boolean(): boolean {
    const [value] = this.content;
    if (this.content.length !== 1 || (value !== 0 && value !== 0xff)) throw new DerError('value', 'boolean');
    return value === 0xff;
  }

  /** Object identifier in dotted form. */
  oid(): string {
    const key = this.bytes.toString('latin1', this.start, this.end);
    const known = knownOids.get(key);
    if (known !== undefined) return known;
    const dotted = readOid(this.content);
    if (knownOids.size < MAX_KNOWN_OIDS) knownOids.set(key, dotted);
    return dotted;
  }

  bits(): { bytes: Buffer; unused: number } {
    const unused = this.content[0];
    const bytes = this.content.subarray(1);
    if (unused === undefined || unused > 7 || (unused > 0 && bytes.length === 0)) {
      throw new DerError('value', 'bit string');
    }
    if (unused > 0 && (bytes.at(-1)! & ((1 << unused) - 1)) !== 0) {
      throw new DerError('value', 'unused bits are not zero');
    }
    return { bytes, unused };
  }

  /** UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows: whole seconds, `Z`. */
  time(): Date {
    const text = this.content.toString('latin1');
    const utc = this.tag === tags.utcTime;
    const match = (
      utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
    ).exec(text);
    if (!match || (!utc && this.tag !== tags.generalizedTime)) throw new DerError('value', 'time');
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
    const fullYear = utc ? year + (year >= 50 ? 1900 : 2000) : year;
    const at = new Date(0);
    at.setUTCFullYear(fullYear, month - 1, day);
    at.setUTCHours(hour, minute, second, 0);
    const same =
      at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCHours() === hour && second < 60;
    if (!same || minute > 59) throw new DerError('value', 'time');
    return at;
  }
}

/** A row of elements, read from left to right; whoever reads it says when it must be over. */
export class DerItems {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly limit: number,
    private readonly depth: number,
  ) {
    if (depth > MAX_DEPTH) throw new DerError('depth', 'nested too deeply');
  }

  get done(): boolean {
    return this.at >= this.limit;
  }

  /** The next element, which must be there and, when given, carry the tag. */
  next(tag?: number): DerElement {
    const { bytes, at, limit } = this;
    if (at + 2 > limit) throw new DerError('truncated', 'element expected');
    const found = bytes[at]!;
    const first = bytes[at + 1]!;
    if (tag !== undefined && found !== tag) {
      throw new DerError('tag', `0x${tag.toString(16)} expected, 0x${found.toString(16)} found`);
    }
    if ((found & 0x1f) === 0x1f) throw new DerError('tag', 'long tags are not used');
    let start = at + 2;
    let length = first;
    if (first >= 0x80) {
      const octets = first & 0x7f;
      if (octets === 0 || octets > MAX_LENGTH_OCTETS) throw new DerError('length', 'indefinite or too long');
      if (start + octets > limit) throw new DerError('truncated', 'length');
      length = bytes.readUIntBE(start, octets);
      if (length < 0x80 || length < 2 ** (8 * (octets - 1))) throw new DerError('length', 'not minimal');
      start += octets;
    }
    const end = start + length;
    if (end > limit) throw new DerError('truncated', 'content');
    this.at = end;
    return new DerElement(found, bytes, at, start, end, this.depth);
  }

  /** The next element if it carries the tag. */
  optional(tag: number): DerElement | undefined {
    return this.at < this.limit && this.bytes[this.at] === tag ? this.next(tag) : undefined;
  }

  /** All elements that are left; each must carry the tag. */
  *rest(tag?: number): Generator<DerElement> {
    while (!this.done) yield this.next(tag);
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.done) throw new DerError('trailing', 'bytes after the last element');
  }
}

/** Reads a buffer that must be exactly one element. */
export function readDer(bytes: Uint8Array, tag?: number): DerElement {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items = new DerItems(buffer, 0, buffer.length, 0);
  const element = items.next(tag);
  items.end();
  return element;
}
