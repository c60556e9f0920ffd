import { DerError } from '../der/reader.ts';
import { checkEntry, contentOf, lengthOf, type Revocation, readEntry } from './list-entries.ts';

/** What an index consists of: plain arrays that a worker hands over without copying. */
export interface SerialTable {
  /** The list as it was received; entries are looked up in it. */
  bytes: Uint8Array<ArrayBuffer>;
  /** End of the entries in `bytes`. */
  limit: number;
  count: number;
  /**
   * Open addressing. Each slot is five octets side by side (one look into memory): a mark of eight bits of the serial's
   * hash, zero for an empty slot, by which most strangers are told apart without looking at the list; and the place of
   * the entry in `bytes`, 32 bits.
   */
  slots: Uint8Array<ArrayBuffer>;
}

const SLOT_OCTETS = 5;

/** Longest list that places of 32 bits can point into. */
const MAX_BYTES = 0xffff_ffff;
/** Slots are at least 4/3 of the entries, as a power of two: 84 MB for ten million entries. */
const slotBits = (count: number): number => Math.max(3, Math.ceil(Math.log2((count * 4) / 3)));

/** Entries are put into their slots by parts of the index that fit into a processor's cache. */
const PART_BITS = 7;
const PARTS = 1 << PART_BITS;
/** So many entries at a time are held sorted by part: 48 MB. */
const MOST_SORTED = 6_000_000;

/** FNV-1a over the octets of an INTEGER, then mixed so that high and low bits both are good (MurmurHash3). */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Of the entry at a place, whose header `checkEntry` found good. */
function hashAt(bytes: Uint8Array, at: number): number {
  const serial = contentOf(bytes, at);
  return hashOf(bytes, serial + 2, serial + 2 + bytes[serial + 1]!);
}

/** The slot comes from the high bits of a hash, the mark from the low ones. Never zero: that is an empty slot. */
const markOf = (hash: number): number => hash & 0xff || 1;

function put(slots: Uint8Array, shift: number, hash: number, place: number): void {
  const { length } = slots;
  let at = (hash >>> shift) * SLOT_OCTETS;
  while (slots[at] !== 0) {
    at += SLOT_OCTETS;
    if (at === length) at = 0;
  }
  slots[at] = markOf(hash);
  slots[at + 1] = place;
  slots[at + 2] = place >>> 8;
  slots[at + 3] = place >>> 16;
  slots[at + 4] = place >>> 24;
}

/**
 * Reads every entry of a list, strictly, and indexes it by serial number.
 * @param start first octet of the first entry
 * @param limit end of the last one
 * @throws DerError when anything in between is not a good entry
 */
export function indexEntries(bytes: Uint8Array<ArrayBuffer>, start: number, limit: number): SerialTable {
  if (bytes.length > MAX_BYTES) throw new DerError('length', 'list too long');
  let count = 0;
  const inPart = new Uint32Array(PARTS);
  for (let at = start; at < limit; ) {
    const next = checkEntry(bytes, at, limit);
    inPart[hashAt(bytes, at) >>> (32 - PART_BITS)]! += 1;
    count += 1;
    at = next;
  }

  const bits = slotBits(count);
  const slots = new Uint8Array(2 ** bits * SLOT_OCTETS);
  for (let from = 0; from < PARTS; ) {
    let to = from;
    let sorted = 0;
    const ends = new Uint32Array(PARTS);
    while (to < PARTS && (to === from || sorted + inPart[to]! <= MOST_SORTED)) {
      ends[to] = sorted;
      sorted += inPart[to]!;
      to += 1;
    }
    const pairs = new Uint32Array(2 * sorted);
    for (let at = start; at < limit; at = contentOf(bytes, at) + lengthOf(bytes, at)) {
      const hash = hashAt(bytes, at);
      const part = hash >>> (32 - PART_BITS);
      if (part < from || part >= to) continue;
      const pair = 2 * ends[part]!++;
      pairs[pair] = hash;
      pairs[pair + 1] = at;
    }
    for (let pair = 0; pair < pairs.length; pair += 2) put(slots, 32 - bits, pairs[pair]!, pairs[pair + 1]!);
    from = to;
  }
  return { bytes, limit, count, slots };
}

const NOWHERE = -1;

/** Serial numbers of one list's revoked certificates. */
export class SerialIndex {
  readonly #bytes: Uint8Array;
  readonly #slots: Uint8Array;
  readonly #limit: number;
  readonly #shift: number;
  /** How many entries the list has. */
  readonly size: number;
  /** Octets of list and index together. */
  readonly byteLength: number;

  constructor({ bytes, slots, limit, count }: SerialTable) {
    this.#bytes = bytes;
    this.#slots = slots;
    this.#limit = limit;
    this.#shift = 32 - Math.log2(slots.length / SLOT_OCTETS);
    this.size = count;
    this.byteLength = bytes.byteLength + slots.byteLength;
  }

  /** @param serial content of its INTEGER */
  has(serial: Uint8Array): boolean {
    return this.#placeOf(serial) !== NOWHERE;
  }

  /** When and why a certificate was revoked; undefined for one that is not on the list. */
  find(serial: Uint8Array): Revocation | undefined {
    const place = this.#placeOf(serial);
    return place === NOWHERE ? undefined : readEntry(this.#bytes, place, this.#limit);
  }

  #placeOf(serial: Uint8Array): number {
    const slots = this.#slots;
    const hash = hashOf(serial, 0, serial.length);
    const mark = markOf(hash);
    for (let at = (hash >>> this.#shift) * SLOT_OCTETS; slots[at] !== 0; ) {
      if (slots[at] === mark) {
        const place =
          (slots[at + 1]! | (slots[at + 2]! << 8) | (slots[at + 3]! << 16) | (slots[at + 4]! << 24)) >>> 0;
        if (this.#isAt(place, serial)) return place;
      }
      at += SLOT_OCTETS;
      if (at === slots.length) at = 0;
    }
    return NOWHERE;
  }

  #isAt(entry: number, serial: Uint8Array): boolean {
    const bytes = this.#bytes;
    const found = contentOf(bytes, entry);
    if (bytes[found + 1] !== serial.length) return false;
    for (let index = 0; index < serial.length; index += 1) {
      if (bytes[found + 2 + index] !== serial[index]) return false;
    }
    return true;
  }
}
