import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseError } from '../errors.ts';

/** Unix socket paths hold about 100 bytes; a deep data directory gets its lock beside other temporary files. */
function socketPath(directory: string): string {
  const real = realpathSync(directory);
  const inside = join(real, 'lock.sock');
  if (Buffer.byteLength(inside) <= 100) return inside;
  const name = createHash('sha256').update(real).digest('hex').slice(0, 24);
  return join(tmpdir(), `chanoma-${name}.sock`);
}

function listen(path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', fail);
    server.listen(path, () => done(server));
  });
}

/** True when a living process answers at the socket; a killed process leaves the file but nobody behind it. */
function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      done(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}

const takeoverMilliseconds = 5000;

/**
 * Removes a dead owner's socket. Two processes that both found it dead must not both remove: the slower one would take
 * away the other's new socket. So only the maker of a second file may; one left by a process that was killed right
 * there is thrown away after a few seconds.
 */
async function removeStale(path: string): Promise<boolean> {
  const takeover = `${path}.takeover`;
  const age = Date.now() - (statSync(takeover, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > takeoverMilliseconds) rmSync(takeover, { force: true });
  try {
    closeSync(openSync(takeover, 'wx', 0o600));
  } catch {
    return false;
  }
  try {
    if (await answers(path)) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(takeover, { force: true });
  }
}

const locked = (directory: string): DatabaseError =>
  new DatabaseError(
    'database.locked',
    `The data directory ${directory} is in use: another platform is already running on it. Stop that one, or give another directory.`,
  );

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the one lock of a data directory, held as long as this process lives (the kernel closes the socket with it).
 * PGlite has no lock of its own and two processes corrupt a directory silently.
 * Throws `database.locked` when another process holds it.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = socketPath(directory);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const server = await listen(path);
      chmodSync(path, 0o600);
      server.unref();
      return { release: () => new Promise((done) => server.close(() => done())) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (attempt > 0 || (await answers(path)) || !(await removeStale(path))) break;
    }
  }
  throw locked(directory);
}

/** @throws DatabaseError `database.locked` when a living process holds the directory; takes nothing */
export async function refuseLockedDirectory(directory: string): Promise<void> {
  if (existsSync(directory) && (await answers(socketPath(directory)))) throw locked(directory);
}
