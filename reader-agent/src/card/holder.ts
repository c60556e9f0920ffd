import { CardFailure } from '../readers/failure.ts';

const tags = { objectIdentifier: 0x06, octetString: 0x04, utf8: 0x0c, sequence: 0x30 } as const;
/** Tags of our structures: explicit context tags 0 and 3. */
const context = (number: number): number => 0xa0 | number;
/** id-ce-subjectAltName (RFC 5280 §4.2.1.6) and the holder's birth date (1.2.392.200149.8.5.5.4), as DER content. */
const subjectAltName = Buffer.from('551d11', 'hex');
const birthDateName = Buffer.from('2a83088c9b5508050504', 'hex');
/** First day of each era by the certificate's era code: 明治, 大正, 昭和, 平成, 令和; the last one is open. */
const eras = ['1868-01-25', '1912-07-30', '1926-12-25', '1989-01-08', '2019-05-01', '9999-12-31'];

/**
 * Birth date of the holder of a signature certificate as 券面事項確認AP knows it: 和暦 YYMMDD. In the certificate it is
 * the era's code and the western date (`319440403`), an otherName of the subject alternative name.
 * @throws CardFailure `card.birth-date-unknown` when there is none that can be read: nothing is guessed
 */
export function birthDateOf(signatureCertificate: Uint8Array): string {
  const text = otherNameOf(Buffer.from(signatureCertificate));
  const [, era = '', year = '', month = '', dayOfMonth = ''] =
    /^(\d)(\d{4})(\d\d)(\d\d)$/.exec(text ?? '') ?? [];
  const day = `${year}-${month}-${dayOfMonth}`;
  const date = new Date(`${day}T00:00:00Z`);
  // A day that no calendar has moves on to another one.
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  const [first, after] = [eras[Number(era) - 1], eras[Number(era)]];
  if (!real || first === undefined || after === undefined || day < first || day >= after) {
    throw new CardFailure('card.birth-date-unknown');
  }
  const eraYear = Number(year) - Number(first.slice(0, 4)) + 1;
  return `${String(eraYear).padStart(2, '0')}${month}${dayOfMonth}`;
}

interface Value {
  tag: number;
  content: Buffer;
}

function otherNameOf(certificate: Buffer): string | undefined {
  const [whole] = values(certificate);
  const [toBeSigned] = inside(whole, tags.sequence);
  const extensions = inside(toBeSigned, tags.sequence).find(({ tag }) => tag === context(3));
  const [list] = inside(extensions, context(3));
  for (const extension of inside(list, tags.sequence)) {
    const parts = inside(extension, tags.sequence);
    if (!names(parts[0], subjectAltName)) continue;
    const [name] = values(parts.find(({ tag }) => tag === tags.octetString)?.content ?? Buffer.alloc(0));
    for (const general of inside(name, tags.sequence)) {
      const [type, wrapped] = inside(general, context(0));
      const [value] = inside(wrapped, context(0));
      if (names(type, birthDateName) && value?.tag === tags.utf8) return value.content.toString('utf8');
    }
  }
  return undefined;
}

const names = (value: Value | undefined, identifier: Buffer): boolean =>
  value?.tag === tags.objectIdentifier && value.content.equals(identifier);

/** What is inside a value of this tag; nothing when it is another one. */
const inside = (value: Value | undefined, tag: number): Value[] =>
  value?.tag === tag ? values(value.content) : [];

/** The DER values one after the other; what does not fit is left out. */
function values(bytes: Buffer): Value[] {
  const found: Value[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const first = bytes[at + 1]!;
    const extra = first < 0x80 ? 0 : first & 0x7f;
    if (extra > 2 || at + 2 + extra > bytes.length) return found;
    const length = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
    const start = at + 2 + extra;
    if (start + length > bytes.length) return found;
    found.push({ tag: bytes[at]!, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
