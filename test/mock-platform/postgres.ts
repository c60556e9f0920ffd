import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

const installations = '/usr/lib/postgresql';

/** A private PostgreSQL server, reached over a socket in its own folder; nothing listens on the network. */
export interface PostgresServer {
  /** Process id of the server; its children do the work. */
  readonly pid: number;
  /** Makes an empty database and answers its URL, as `DATABASE_URL` takes it. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** The newest installed server programs. */
function findPrograms(): string | undefined {
  if (!existsSync(installations)) return undefined;
  return readdirSync(installations)
    .filter((version) => Number(version) >= 15 && existsSync(join(installations, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(installations, version, 'bin'))[0];
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function findUser(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

const isRoot = process.getuid?.() === 0;
const programs = findPrograms();
const user = isRoot && programs !== undefined ? findUser() : undefined;

/** Why no server can be started here, otherwise undefined. */
export const postgresMissing: string | undefined =
  programs === undefined
    ? 'PostgreSQL 15 or newer is not installed'
    : isRoot && user === undefined
      ? 'PostgreSQL cannot run as root and there is no user postgres'
      : undefined;

async function answering(server: ChildProcess, connect: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await connect();
      return;
    } catch (error) {
      if (server.exitCode !== null || attempt > 300) throw error;
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
}

/**
 * Makes a cluster in a new temporary folder and starts it. Tests do not wait for the disk; with `durable` every commit
 * does, as on a server whose data matter.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  if (programs === undefined || postgresMissing !== undefined) throw new Error(postgresMissing);
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-postgres-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder };
  const initialise = ['-D', data, '-U', 'chanoma', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initialise, { ...options, stdio: 'ignore' });
  const settings = [
    'listen_addresses=',
    `fsync=${durable ? 'on' : 'off'}`,
    'max_connections=60',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  );
  const end = () => server.kill('SIGQUIT');
  process.once('exit', end);
  const url = (database: string) =>
    `postgresql://chanoma@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: url('postgres') });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await answering(server, () => query('select 1'));
  let databases = 0;
  return {
    pid: server.pid!,
    async freshDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await query(`create database ${name}`);
      return url(name);
    },
    async stop() {
      process.off('exit', end);
      const ended = new Promise((done) => server.once('exit', done));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tests that need a PostgreSQL server; skipped by name where there is none. */
export function withPostgres(name: string, tests: (server: () => PostgresServer) => void): void {
  if (postgresMissing !== undefined) {
    describe.skip(`${name} (${postgresMissing})`, () =>
      tests(() => Promise.reject(postgresMissing) as never));
    return;
  }
  describe(name, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(() => server?.stop(), 60_000);
    tests(() => server as PostgresServer);
  });
}
