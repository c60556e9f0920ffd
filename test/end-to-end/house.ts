import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { addressOf, type PlannedProcess, planProcesses, portsOf } from '../../mock-platform/start/plan.mjs';
import { layWorld } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The whole demo on free ports and a folder of its own, its processes one by one in the test's hands. */
export interface House {
  readonly address: string;
  readonly port: number;
  /** Where phones and tablets reach it, with `host`. */
  readonly phoneAddress: string | undefined;
  readonly dataDirectory: string;
  /** Socket of the simulated card's process, to make a card misbehave. */
  readonly cardSocket: string;
  /** Ends one process the hard way, as a power cut would. */
  kill(part: 'platform' | 'card' | 'hana' | 'kenji'): Promise<void>;
  /** Stops a process in its tracks, or lets it go on. */
  freeze(part: 'hana' | 'kenji', frozen: boolean): void;
  /** Starts it again and waits until it answers. */
  restart(part: 'platform' | 'card' | 'hana' | 'kenji'): Promise<void>;
  /** What the parts wrote to their logs so far. */
  logs(): string;
  close(): Promise<void>;
}

export interface HouseOptions {
  /** How the first household's cards reach its agent; `simulated` when absent. */
  reader?: 'simulated' | 'pcsc';
  /** Where the virtual reader listens, HOST:PORT (`pcsc`). */
  vpcd?: string;
  /** Which logins ask for the PIN; `trial` when absent. */
  profile?: 'trial' | 'statute';
  /** A second address of this machine where the platform is opened to the local network (D19). */
  host?: string;
  /** Environment of all processes; the test's own when absent. */
  environment?: NodeJS.ProcessEnv;
}

const portIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** First of three neighbouring free ports. */
export async function freePorts(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(portsOf(port).map(portIsFree));
    if (free.every(Boolean)) return port;
  }
  throw new Error('no three neighbouring free ports found');
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { reader = 'simulated', vpcd, profile, host, environment = process.env } = options;
  const port = await freePorts();
  const there = port + portsOf(port).length;
  const localNetwork =
    host === undefined ? undefined : { host, port: there, url: `https://${host}:${there}` };
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chanoma-data-'));
  const sockets = mkdtempSync(join(tmpdir(), 'chanoma-'));
  const { card, agents, platform } = planProcesses(
    { port, data: dataDirectory, reader, vpcd, profile, localNetwork },
    sockets,
  );
  const plans: Record<string, PlannedProcess> = { card, platform, hana: agents[0]!, kenji: agents[1]! };
  const running = new Map<string, ChildProcess>();
  const log: string[] = [];

  const start = (part: string): Promise<void> => {
    const { name, file, args } = plans[part]!;
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args, '--exit-with-parent'], {
      cwd: root,
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    running.set(part, child);
    return new Promise((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        log.push(`[${name}] ${line}`);
        if (line.startsWith('ready')) resolve();
      });
      createInterface({ input: child.stderr! }).on('line', (line) => log.push(`[${name}] ${line}`));
      child.on('close', () =>
        reject(new Error(`${name} ended before it was ready:\n${log.slice(-30).join('\n')}`)),
      );
    });
  };
  const end = async (part: string, signal: NodeJS.Signals): Promise<void> => {
    const child = running.get(part);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    const limit = setTimeout(() => child.kill('SIGKILL'), 3000);
    await gone;
    clearTimeout(limit);
  };
  const close = async (): Promise<void> => {
    await Promise.all([...running.keys()].map((part) => end(part, 'SIGTERM')));
    for (const folder of [sockets, dataDirectory]) rmSync(folder, { recursive: true, force: true });
  };

  try {
    await layWorld(dataDirectory, port);
    await Promise.all(Object.keys(plans).map(start));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    address: addressOf(port),
    port,
    phoneAddress: localNetwork?.url,
    dataDirectory,
    cardSocket: join(sockets, 'cards'),
    kill: (part) => end(part, 'SIGKILL'),
    freeze: (part, frozen) => void running.get(part)?.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    restart: start,
    logs: () => log.join('\n'),
    close,
  };
}
