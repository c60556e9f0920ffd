import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { now } from './measurements.ts';
import { connectPacket, publishPacket } from './mqtt-listener.ts';

const program = '/usr/sbin/mosquitto';
const patienceMs = 10_000;

/** Why there is no broker here, otherwise undefined. */
export const mosquittoMissing: string | undefined = (() => {
  try {
    accessSync(program, constants.X_OK);
    return undefined;
  } catch {
    return 'the Debian package mosquitto is not installed';
  }
})();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function open(port: number): Promise<ReturnType<typeof connect>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resume) => setTimeout(resume, 50));
    }
  }
}

/** A broker of its own on loopback, which keeps nothing. */
export class Mosquitto {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'chanoma-mosquitto-'));
    const port = await freePort();
    const file = join(folder, 'mosquitto.conf');
    const settings = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence false',
      'log_type none',
      'user root',
    ];
    writeFileSync(file, `${settings.join('\n')}\n`);
    const child = spawn(program, ['-c', file], { stdio: 'ignore' });
    (await open(port)).destroy();
    return new Mosquitto(child, folder, port);
  }

  /** Hands one message to the broker. @returns when */
  async publish(topic: string, payload: Buffer): Promise<string> {
    const socket = await open(this.port);
    socket.write(connectPacket('bench-publisher'));
    await once(socket, 'data');
    const at = now();
    socket.write(publishPacket(topic, payload));
    // The broker's acknowledgement.
    await once(socket, 'data');
    socket.end();
    return at.toString();
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
