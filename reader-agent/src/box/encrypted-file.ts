import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BoxKey } from './box-key.ts';
import { readFileIfThere, replaceFile } from './durable-file.ts';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * JSON that only this box can read: AES-256-GCM under a key derived from the box key (HKDF), the file's name as
 * associated data, so that one file cannot stand in for another. Layout: nonce, ciphertext, tag.
 */
export class EncryptedFile {
  constructor(
    private readonly path: string,
    private readonly key: BoxKey,
  ) {}

  /**
   * The stored value, or undefined when nothing is stored.
   * @throws Error when the file was altered or belongs to another box
   */
  async read(): Promise<unknown> {
    const content = await readFileIfThere(this.path);
    if (content === undefined) return undefined;
    if (content.length < nonceBytes + tagBytes) throw new Error(`${basename(this.path)}: too short`);
    const decipher = createDecipheriv('aes-256-gcm', await this.secret(), content.subarray(0, nonceBytes));
    decipher.setAAD(this.associated());
    decipher.setAuthTag(content.subarray(content.length - tagBytes));
    const plain = Buffer.concat([
      decipher.update(content.subarray(nonceBytes, content.length - tagBytes)),
      decipher.final(),
    ]);
    return JSON.parse(plain.toString('utf8'));
  }

  /**
   * The stored value as `parse` takes it, or undefined. A file that cannot be read or does not fit is put aside under
   * `….broken` and said so: a box that starts without it is better than one that does not start.
   */
  async readOrPutAside<T>(parse: (value: unknown) => T): Promise<T | undefined> {
    try {
      const value = await this.read();
      return value === undefined ? undefined : parse(value);
    } catch {
      console.error(`${basename(this.path)} cannot be read; put aside as ${basename(this.path)}.broken`);
      await rename(this.path, `${this.path}.broken`);
      return undefined;
    }
  }

  /** Replaces the stored value; when it resolves, the value is on the disk. */
  async write(value: unknown): Promise<void> {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', await this.secret(), nonce);
    cipher.setAAD(this.associated());
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    await replaceFile(this.path, Buffer.concat([nonce, text, cipher.getAuthTag()]));
  }

  private secret(): Promise<Uint8Array> {
    return this.key.secret('encrypted store v1');
  }

  private associated(): Buffer {
    return Buffer.from(basename(this.path), 'utf8');
  }
}
