import { readFileSync } from 'node:fs';

/** A file that cannot be used, with a sentence for the person who named it. */
export class UnusableFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableFile';
  }
}

const MAX_OCTETS = 128 * 1024 * 1024;
const block = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new UnusableFile(`${path} cannot be read: ${why}.`);
  }
}

/**
 * DER objects of one kind in a file: all its PEM blocks of that label, or the file itself when it is DER.
 * @throws UnusableFile
 */
export function readObjects(path: string, label: 'CERTIFICATE' | 'X509 CRL'): Buffer[] {
  const bytes = read(path);
  if (bytes.length > MAX_OCTETS) throw new UnusableFile(`${path} is larger than ${MAX_OCTETS} octets.`);
  if (bytes[0] === 0x30) return [bytes];
  const blocks = [...bytes.toString('latin1').matchAll(block)];
  const found = blocks.filter(([, name]) => name === label || name === `TRUSTED ${label}`);
  if (found.length > 0) return found.map(([, , text = '']) => Buffer.from(text, 'base64'));
  const others = [...new Set(blocks.map(([, name]) => name))].join(', ');
  const what = label === 'CERTIFICATE' ? 'certificate' : 'revocation list';
  throw new UnusableFile(`${path} holds no ${what} (PEM or DER)${others === '' ? '' : `, only: ${others}`}.`);
}
