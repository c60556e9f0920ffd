import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A child of the bench that answers one message at a time. */
export class BenchProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** @param flags of node itself */
  static start(program: URL, args: readonly string[] = [], flags: readonly string[] = []): BenchProcess {
    const child = spawn(process.execPath, [...flags, '--import', 'tsx', fileURLToPath(program), ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new BenchProcess(child);
  }

  async next<T>(): Promise<T> {
    const heard = new AbortController();
    const { signal } = heard;
    const ended = once(this.child, 'exit', { signal }).then(([code]) => {
      throw new Error(`a process of the bench ended with ${code}`);
    });
    const [message] = (await Promise.race([once(this.child, 'message', { signal }), ended])) as [T];
    ended.catch(() => undefined);
    heard.abort();
    return message;
  }

  ask<T>(message: object): Promise<T> {
    const answer = this.next<T>();
    // Of a process that has just ended, `next` tells.
    this.child.send(message, () => undefined);
    return answer;
  }

  /** Asks a process that answers `{ result }` or `{ error }`. @throws Error with its words */
  async order<T>(message: object): Promise<T> {
    const { result, error } = await this.ask<{ result?: T; error?: string }>(message);
    if (result === undefined) throw new Error(error);
    return result;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

/** Clock ticks of Linux are hundredths of a second. */
const TICK_MS = 10;

/** Processor time of a process, its children, and those of them that have ended; milliseconds (Linux only, else 0). */
export function processorTimeOf(parent: number): number {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return 0;
  }
  let ticks = 0;
  for (const name of names) {
    try {
      const line = readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
      const own = Number(fields[11]) + Number(fields[12]);
      if (Number(name) === parent) ticks += own + Number(fields[13]) + Number(fields[14]);
      else if (Number(fields[1]) === parent) ticks += own;
    } catch {
      // It ended while it was looked at; its parent has its time.
    }
  }
  return ticks * TICK_MS;
}
