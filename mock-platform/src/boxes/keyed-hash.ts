import { createHmac } from 'node:crypto';
import type { PlatformContext } from '../server/context.ts';
import { randomSecret } from '../server/key-folder.ts';

/** HMAC of what could be searched through at once: a registration code, an address. The key stays on this machine. */
export function keyedHash(context: PlatformContext, value: string): string {
  const key = context.keys.readOrCreate('registration-codes', randomSecret);
  return createHmac('sha256', key).update(value).digest('hex');
}
