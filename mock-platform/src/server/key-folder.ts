import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Secrets of this installation, readable by the owner only. */
export interface KeyFolder {
  /** The stored bytes, made by `make` (and safely on disk) the first time. */
  readOrCreate(name: string, make: () => Uint8Array): Uint8Array;
  /** Removes every key of a kind except one. */
  keepOnly(prefix: string, name: string): void;
}

function folderOnDisk(folder: string): KeyFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    readOrCreate(name, make) {
      const path = join(folder, name);
      try {
        const descriptor = openSync(path, 'wx', 0o600);
        try {
          writeSync(descriptor, make());
          fsyncSync(descriptor);
        } finally {
          closeSync(descriptor);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      return new Uint8Array(readFileSync(path));
    },
    keepOnly(prefix, name) {
      for (const file of readdirSync(folder)) {
        if (file.startsWith(prefix) && file !== name) rmSync(join(folder, file), { force: true });
      }
    },
  };
}

function folderInMemory(): KeyFolder {
  const keys = new Map<string, Uint8Array>();
  return {
    readOrCreate(name, make) {
      const key = keys.get(name) ?? make();
      keys.set(name, key);
      return key;
    },
    keepOnly(prefix, name) {
      for (const key of [...keys.keys()]) if (key.startsWith(prefix) && key !== name) keys.delete(key);
    },
  };
}

/** Opens `keys` in the data directory; `:memory:` keeps nothing. */
export function openKeyFolder(dataDirectory: string): KeyFolder {
  return dataDirectory === ':memory:' ? folderInMemory() : folderOnDisk(join(dataDirectory, 'keys'));
}

export const randomSecret = (): Uint8Array => new Uint8Array(randomBytes(32));
