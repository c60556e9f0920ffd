import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** How an agent is started: the program, and what it gets before the options. */
export type Program = readonly [string, ...string[]];

/** An agent as a process of its own, on a data directory of its own. */
export class AgentProcess {
  /** From the start of the process to its line `ready`, in ms. */
  readonly readyAfter: number;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
    started: number,
  ) {
    this.readyAfter = performance.now() - started;
  }

  static async start(
    program: Program,
    options: readonly string[],
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<AgentProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'chanoma-bench-'));
    const own = ['--data', folder, '--port', '0', '--exit-with-parent', ...options];
    const started = performance.now();
    const [file, ...before] = program;
    const child = spawn(file, [...before, ...own], {
      // Settings of an agent that is installed here do not count.
      env: { ...environment, CHANOMA_LOG: 'off', CHANOMA_SETTINGS: join(folder, 'none') },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    while (!output.includes('\n')) {
      const [data] = (await Promise.race([
        once(child.stdout!, 'data'),
        once(child, 'exit').then(() => [undefined]),
      ])) as [Buffer | undefined];
      if (data === undefined) throw new Error('the agent did not start');
      output += data;
    }
    return new AgentProcess(child, folder, Number(/:(\d+)\n/.exec(output)?.[1]), started);
  }

  get controlPath(): string {
    return join(this.folder, 'control.sock');
  }

  /** The agent and its reader process, if it has one. */
  get processes(): number[] {
    const pid = this.child.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Resident and proportional memory of a process, in MB (10^6 bytes). */
export function memoryOf(pid: number): { resident: number; proportional: number } {
  const kilobytes = (field: string): number =>
    Number(
      new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1],
    );
  return { resident: (kilobytes('Rss') * 1024) / 1e6, proportional: (kilobytes('Pss') * 1024) / 1e6 };
}

/** Processor time that a process has used so far, in ms. */
export function processorTimeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  // Linux counts in hundredths of a second for every process.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
