import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
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
  /** The stored bytes; undefined when there are none. */
  read(name: string): Uint8Array | undefined;
  /** Removes one key for good. */
  remove(name: string): void;
  /** Removes every key of a kind except one. */
  keepOnly(prefix: string, name: string): void;
}

function synced(path: string, flags: string, write: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    write(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Of several processes that make the same key at once one wins, and nobody ever sees half a key. */
function makeOnce(folder: string, path: string, key: Uint8Array): void {
  const own = `${path}.${randomUUID()}.new`;
  synced(own, 'wx', (descriptor) => writeSync(descriptor, key));
  try {
    linkSync(own, path);
    synced(folder, 'r', () => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function folderOnDisk(folder: string): KeyFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    readOrCreate(name, make) {
      const path = join(folder, name);
      if (!existsSync(path)) makeOnce(folder, path, make());
      return new Uint8Array(readFileSync(path));
    },
    read: (name) => readIfThere(join(folder, name)),
    remove: (name) => rmSync(join(folder, name), { force: true }),
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
    read: (name) => keys.get(name),
    remove: (name) => void keys.delete(name),
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
