import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed value does not open: wrong key, moved to another place, or changed. */
export class SealBroken extends Error {
  constructor() {
    super('a sealed value does not open');
    this.name = 'SealBroken';
  }
}

/**
 * AES-256-GCM under a 32-byte key. `place` says where the value belongs (person and field) and is authenticated, so that a
 * sealed value opens nowhere else. @returns initial value, ciphertext and tag, base64
 */
export function seal(key: Uint8Array, place: string, value: Uint8Array): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place));
  return Buffer.concat([iv, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** @throws SealBroken */
export function unseal(key: Uint8Array, place: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealBroken();
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}
