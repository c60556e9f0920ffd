import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PlatformContext } from '../../server/context.ts';
import { randomSecret } from '../../server/key-folder.ts';

type Keys = Pick<PlatformContext, 'keys'>;
const nonceBytes = 12;
const tagBytes = 16;

const keyOf = ({ keys }: Keys): Uint8Array =>
  keys.readOrCreate('console-codes', randomSecret).subarray(0, 32);

/** Seals a secret of one-time codes, so that a copy of the database alone makes no codes. */
export function sealSecret(context: Keys, secret: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(context), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** @throws Error when it was sealed by another installation */
export function openSecret(context: Keys, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(context), bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const opened = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([opened, decipher.final()]).toString('utf8');
}
