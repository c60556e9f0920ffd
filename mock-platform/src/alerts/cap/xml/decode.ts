import { XmlFault } from './fault.ts';
import { mostOctets } from './limits.ts';

/** Names of encodings (IANA, lower case) that are read beside UTF-8, UTF-16, ISO-8859-1 and US-ASCII. */
const others = new Set([
  'shift_jis',
  'windows-31j',
  'euc-jp',
  'iso-2022-jp',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-9',
  'iso-8859-15',
  'gb18030',
  'gb2312',
  'gbk',
  'big5',
  'euc-kr',
  'koi8-r',
]);

const declaration =
  /^<\?xml[ \t\r\n][^>]{0,200}?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]*)["']/;

function decodeAs(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlFault('xml.encoding', `The octets are not ${label.toUpperCase()}.`);
  }
}

function decodeDeclared(name: string, bytes: Uint8Array): string {
  const label = name.toLowerCase();
  if (label === 'utf-8' || label === 'utf8') return decodeAs('utf-8', bytes);
  // TextDecoder takes ISO-8859-1 for windows-1252, which differs in 27 characters.
  if (label === 'iso-8859-1' || label === 'latin1') return Buffer.from(bytes).toString('latin1');
  if (label === 'us-ascii' || label === 'ascii') {
    if (bytes.some((octet) => octet > 0x7f))
      throw new XmlFault('xml.encoding', 'The octets are not US-ASCII.');
    return Buffer.from(bytes).toString('latin1');
  }
  if (others.has(label)) return decodeAs(label, bytes);
  throw new XmlFault('xml.encoding', `The declared encoding ${name} is not read, or is not the real one.`);
}

/**
 * The characters of an XML document: by its byte order mark, else by its declaration, else UTF-8 (XML 1.0 appendix F).
 * @throws XmlFault `xml.empty`, `xml.too-large`, `xml.encoding`
 */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new XmlFault('xml.empty', 'The document is empty.');
  if (bytes.length > mostOctets)
    throw new XmlFault('xml.too-large', `The document is larger than ${mostOctets} octets.`);
  const [first, second, third, fourth] = bytes;
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (start === '0000feff' || start === 'fffe0000' || start === '0000003c' || start === '3c000000')
    throw new XmlFault('xml.encoding', 'UTF-32 is not read.');
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs('utf-8', bytes);
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes);
  if (first === 0x3c && second === 0 && fourth === 0) return decodeAs('utf-16le', bytes);
  if (first === 0 && second === 0x3c && third === 0) return decodeAs('utf-16be', bytes);
  const [, name] = declaration.exec(Buffer.from(bytes.subarray(0, 300)).toString('latin1')) ?? [];
  return name === undefined ? decodeAs('utf-8', bytes) : decodeDeclared(name, bytes);
}
