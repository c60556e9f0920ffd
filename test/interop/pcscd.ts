import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vpcdLibrary } from './requirements.ts';

/**
 * A pcscd of the test's own with one virtual reader: it takes its socket as a service manager would hand it over, so
 * the system's pcscd and other tests are not touched.
 */
export class PrivatePcscd {
  readonly folder = mkdtempSync(join(tmpdir(), 'chanoma-pcscd-'));
  /** For every client: libpcsclite then looks for this pcscd. */
  readonly environment: NodeJS.ProcessEnv;
  private readonly socket = join(this.folder, 'pcscd.comm');
  private readonly shim: string | undefined;
  private process: ChildProcess | undefined;

  private constructor(readonly port: number) {
    this.environment = { ...process.env, PCSCLITE_CSOCK_NAME: this.socket };
    const configuration = [
      'FRIENDLYNAME "Test Reader"',
      `DEVICENAME /dev/null:0x${port.toString(16)}`,
      `LIBPATH ${vpcdLibrary()}`,
      `CHANNELID 0x${port.toString(16)}`,
    ];
    writeFileSync(join(this.folder, 'reader.conf'), `${configuration.join('\n')}\n`);
    this.shim = buildShim(this.folder);
  }

  static async open(): Promise<PrivatePcscd> {
    return new PrivatePcscd(await freePorts());
  }

  async start(): Promise<void> {
    if (!existsSync('/run/pcscd')) mkdirSync('/run/pcscd', { recursive: true });
    const server = createServer().listen(`${this.socket}.new`);
    await once(server, 'listening');
    renameSync(`${this.socket}.new`, this.socket);
    // LISTEN_PID has to be the daemon's own number, which `exec` keeps.
    const command = 'LISTEN_FDS=1 LISTEN_PID=$$ exec pcscd --foreground --error --config "$0"';
    this.process = spawn('/bin/sh', ['-c', command, join(this.folder, 'reader.conf')], {
      env: {
        ...process.env,
        PATH: `${process.env.PATH}:/usr/sbin`,
        ...(this.shim && { LD_PRELOAD: this.shim }),
      },
      stdio: ['ignore', 'ignore', 'ignore', descriptorOf(server)],
    });
    await once(this.process, 'spawn');
    server.close();
  }

  /** As if it had crashed. */
  async kill(): Promise<void> {
    const { process: running } = this;
    this.process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function descriptorOf(server: Server): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd;
}

/** Two free ports in a row: vpcd has two slots. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = createServer().listen(0);
    await once(first, 'listening');
    const { port } = first.address() as { port: number };
    const second = createServer();
    const free = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false)).listen(port + 1, () => resolve(port < 65535));
    });
    await Promise.all([first, second].map((server) => new Promise((resolve) => server.close(resolve))));
    if (free) return port;
  }
}

/** Without a C compiler the tests are slow, not wrong. */
function buildShim(folder: string): string | undefined {
  const shim = join(folder, 'nodelay.so');
  const source = new URL('./nodelay.c', import.meta.url).pathname;
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-o', shim, source, '-ldl'], { stdio: 'ignore' });
    return shim;
  } catch {
    return undefined;
  }
}
