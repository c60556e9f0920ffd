import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { BoxKey } from './box-key.ts';
import { readLastGood, replaceState } from './durable-file.ts';
import { type StorageHealth, unwatched } from './storage-health.ts';

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
    private readonly health: StorageHealth = unwatched,
  ) {}

  /**
   * The last good value as `parse` takes it, or undefined: see `readLastGood`. A file that was altered, belongs to another
   * box or stood in another place is no good one.
   */
  async read<T>(parse: (value: unknown) => T): Promise<T | undefined> {
    const secret = await this.secret();
    const open = (content: Buffer): T => parse(JSON.parse(this.decrypt(content, secret)));
    return readLastGood(this.path, open, this.health);
  }

  /**
   * Replaces the stored value; when it resolves, the value is on the disk.
   * @throws AgentFailure `storage.full` or `storage.failed`
   */
  async write(value: unknown): Promise<void> {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', await this.secret(), nonce);
    cipher.setAAD(this.associated());
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    await this.health.watch(replaceState(this.path, Buffer.concat([nonce, text, cipher.getAuthTag()])));
  }

  /** @throws Error when it is cut short or does not authenticate */
  private decrypt(content: Buffer, secret: Uint8Array): string {
    if (content.length < nonceBytes + tagBytes) throw new Error(`${basename(this.path)}: too short`);
    const decipher = createDecipheriv('aes-256-gcm', secret, content.subarray(0, nonceBytes));
    decipher.setAAD(this.associated());
    decipher.setAuthTag(content.subarray(content.length - tagBytes));
    const text = content.subarray(nonceBytes, content.length - tagBytes);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  }

  private secret(): Promise<Uint8Array> {
    return this.key.secret('encrypted store v1');
  }

  private associated(): Buffer {
    return Buffer.from(basename(this.path), 'utf8');
  }
}
