import { type DerElement, DerError, type DerItems, readDer, tags } from '../../der/reader.ts';

/** One attribute of a name, as it is encoded. */
export interface Attribute {
  type: string;
  tag: number;
  value: Buffer;
}

/** The attributes of one relative name: at least one. @throws DerError when it is anything else */
export function checkAttributes(set: DerItems): void {
  do {
    const attribute = set.next(tags.sequence).items();
    attribute.next(tags.oid).oid();
    attribute.next();
    attribute.end();
  } while (!set.done);
}

/** The octets of a `Name`: a sequence of non-empty sets of attributes. @throws DerError when it is anything else */
export function readNameOctets(name: DerElement): Buffer {
  if (name.tag !== tags.sequence) throw new DerError('tag', 'name');
  const sets = name.items();
  while (!sets.done) checkAttributes(sets.next(tags.set).items());
  return name.whole;
}

function readAttribute(element: DerElement): Attribute {
  const items = element.items();
  const type = items.next(tags.oid).oid();
  const value = items.next();
  items.end();
  return { type, tag: value.tag, value: value.content };
}

const readSet = (set: DerElement): Attribute[] => [...set.items().rest(tags.sequence)].map(readAttribute);

/** The relative names of a `Name`, from the root down; each is a set of attributes. @throws DerError */
export const readName = (name: Buffer): Attribute[][] =>
  [...readDer(name, tags.sequence).items().rest(tags.set)].map(readSet);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUniversal(value: Buffer): string {
  if (value.length % 4 !== 0) throw new RangeError('length');
  const points: number[] = [];
  for (let at = 0; at < value.length; at += 4) points.push(value.readUInt32BE(at));
  return points.map((point) => String.fromCodePoint(point)).join('');
}

/** The text of a string type of X.520; undefined for other types and for broken octets. */
export function decodeString(tag: number, value: Buffer): string | undefined {
  try {
    switch (tag) {
      case 0x0c:
        return utf8.decode(value);
      case 0x12: // NumericString, PrintableString, IA5String
      case 0x13:
      case 0x16:
        return value.every((octet) => octet < 0x80) ? value.toString('latin1') : undefined;
      case 0x14: // TeletexString: Latin 1 in practice
        return value.toString('latin1');
      case 0x1e:
        return value.length % 2 === 0 ? Buffer.from(value).swap16().toString('utf16le') : undefined;
      case 0x1c:
        return decodeUniversal(value);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** Characters that count as nothing, and as a space, when strings are compared (RFC 4518 §2.2). */
const ignored = /\p{Cf}|\u034f|\u1806|\ufffc|[\u180b-\u180d]|[\ufe00-\ufe0f]/gu;
const spaces = /[\t-\r\u0085\p{Z}]+/gu;
/** Characters that make a string compare by its octets only (RFC 4518 §2.4; control characters beside). */
const prohibited = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]/u;

/** String preparation for comparing (RFC 5280 §7.1): case, width and white space do not count. */
function prepare(text: string): string | undefined {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().trim().replace(/ {2,}/g, ' ');
  const mapped = text.replace(spaces, ' ').replace(ignored, '');
  const folded = mapped.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return prohibited.test(folded) ? undefined : folded.replace(/ +/g, ' ').trim();
}

function comparable({ type, tag, value }: Attribute): string {
  const text = decodeString(tag, value);
  const prepared = text === undefined ? undefined : prepare(text);
  return prepared === undefined ? `${type}#${tag}#${value.toString('hex')}` : `${type}=${prepared}`;
}

/** Names that occur again and again: those of authorities. */
const prepared = new Map<string, readonly string[]>();
const MAX_PREPARED = 1000;
const MAX_PREPARED_OCTETS = 1024;

function prepareName(name: Buffer): readonly string[] {
  // No prepared string contains a control character, so they separate the attributes safely.
  return readName(name).map((set) => set.map(comparable).sort().join('\u0000'));
}

/** The relative names in a form in which equal ones are the same string. @throws DerError */
export function comparableName(name: Buffer): readonly string[] {
  if (name.length > MAX_PREPARED_OCTETS) return prepareName(name);
  const key = name.toString('latin1');
  const known = prepared.get(key);
  if (known) return known;
  const made = prepareName(name);
  if (prepared.size >= MAX_PREPARED) prepared.clear();
  prepared.set(key, made);
  return made;
}

const startsWith = (name: readonly string[], base: readonly string[]) =>
  base.length <= name.length && base.every((part, index) => part === name[index]);

/** Whether two names are the same (RFC 5280 §7.1). @throws DerError */
export function isSameName(one: Buffer, other: Buffer): boolean {
  if (one.equals(other)) return true;
  const [a, b] = [comparableName(one), comparableName(other)];
  return a.length === b.length && startsWith(a, b);
}

/** Whether a name lies in the tree under another. @throws DerError */
export const isNameWithin = (name: Buffer, base: Buffer): boolean =>
  startsWith(comparableName(name), comparableName(base));

export const isEmptyName = (name: Buffer): boolean => name.length === 2;
