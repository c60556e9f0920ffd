import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { publicKeysIn } from '../signature/public-keys.ts';
import { mostOctets } from '../xml/limits.ts';

/** A file that cannot be used, with a code for programs and a sentence. */
export class UnusableFile extends Error {
  constructor(
    readonly code: 'file.unreadable' | 'file.folder' | 'file.special' | 'file.too-large' | 'file.key',
    message: string,
  ) {
    super(message);
    this.name = 'UnusableFile';
  }
}

const whys: Record<string, string> = { ENOENT: 'There is no such file.', EACCES: 'It may not be read.' };

/**
 * The octets of a document; devices, pipes and anything larger than a document can be are refused unread.
 * @throws UnusableFile
 */
export function readDocument(path: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    // Opening a pipe would wait for somebody to write into it.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw new UnusableFile('file.folder', 'It is a folder.');
    if (!stat.isFile()) throw new UnusableFile('file.special', 'It is no ordinary file.');
    if (stat.size > mostOctets)
      throw new UnusableFile('file.too-large', `It is larger than ${mostOctets} octets.`);
    const bytes = Buffer.alloc(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    if (error instanceof UnusableFile) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UnusableFile('file.unreadable', whys[code] ?? `It cannot be read (${code}).`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * The public keys of a file: certificates and keys as PEM, or one JWK.
 * @throws UnusableFile
 */
export function readKeys(path: string): KeyObject[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableFile('file.unreadable', `${path}: ${(error as Error).message}`);
  }
  try {
    if (text.trimStart().startsWith('{'))
      return [createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })];
    const keys = publicKeysIn(text);
    if (keys.length > 0) return keys;
  } catch {
    // Said below.
  }
  throw new UnusableFile('file.key', `${path} holds no certificate or public key (PEM or JWK).`);
}
