import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentFailure } from '../failure.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the one lock of a data directory, held as long as this process lives: two agents would overwrite each other's
 * orders and speak with one key. The lock is the name of a listening socket, which the kernel frees with the process, so
 * that a killed agent leaves nothing behind.
 * @throws AgentFailure `box.directory-locked` when another agent holds it
 */
export async function lockDirectory(folder: string): Promise<DirectoryLock> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 32);
  try {
    const server = await listen(addressOf(name));
    server.unref();
    return { release: () => new Promise((done) => server.close(() => done())) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AgentFailure(
      'box.directory-locked',
      `--data ${folder}: another agent uses this data directory; stop it or give another one (box.directory-locked)`,
    );
  }
}

/** In Linux's abstract namespace a socket has no file that could be left over; elsewhere it has. */
const abstract = process.platform === 'linux';

function addressOf(name: string): string {
  return abstract ? `\0chanoma-agent-${name}` : join(tmpdir(), `chanoma-agent-${name}.sock`);
}

async function listen(path: string): Promise<Server> {
  if (!abstract && !(await answers(path))) await rm(path, { force: true });
  const server = createServer((client) => client.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, resolve);
  });
  return server;
}

/** Whether somebody listens on a unix socket. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
