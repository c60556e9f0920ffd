import { createHmac } from 'node:crypto';
import type { Clock } from './context.ts';
import { type KeyFolder, randomSecret } from './key-folder.ts';

/**
 * Keyed hash for logs (D14): certificate serials have 32 bits, a plain hash of one would be searched in seconds. The key
 * stays on the machine and is thrown away after its month.
 */
export function createLogHash(keys: KeyFolder, clock: Clock): (value: string) => string {
  let current: { name: string; key: Uint8Array } | undefined;
  return (value) => {
    const name = `log-${clock().toISOString().slice(0, 7)}`;
    if (current?.name !== name) {
      keys.keepOnly('log-', name);
      current = { name, key: keys.readOrCreate(name, randomSecret) };
    }
    return createHmac('sha256', current.key).update(value).digest('hex').slice(0, 8);
  };
}
