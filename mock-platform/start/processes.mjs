import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';

/** The processes of one start: all of them end together. */
export class Processes {
  #children = new Map();
  #stopping = false;

  /** @param onFailure called once with a sentence when a process ends that should have stayed. */
  constructor(onFailure) {
    this.onFailure = onFailure;
  }

  /**
   * Starts a TypeScript program and waits until it prints a line that begins with `ready`.
   * @throws Error with the end of its output when it ends before.
   */
  start({ name, file, args }) {
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args, '--exit-with-parent'], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.set(name, child);
    const tail = [];
    const keep = (line) => {
      tail.push(line);
      if (tail.length > 30) tail.shift();
      if (process.env.CHANOMA_LOG) process.stderr.write(`[${name}] ${line}\n`);
    };
    return new Promise((resolve, reject) => {
      let ready = false;
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!ready && line.startsWith('ready')) {
          ready = true;
          resolve(line);
        } else keep(line);
      });
      createInterface({ input: child.stderr }).on('line', keep);
      child.on('error', reject);
      child.on('close', (code, signal) => {
        this.#children.delete(name);
        if (this.#stopping) return resolve('stopped');
        const end = `${name} ended (${signal ?? `exit code ${code}`}).\n${tail.join('\n')}`;
        if (ready) this.onFailure(end);
        else reject(new Error(end));
      });
    });
  }

  /** Ends everything: SIGTERM, and SIGKILL for what is left after two seconds. */
  async stop() {
    this.#stopping = true;
    const children = [...this.#children.values()];
    const gone = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of children) child.kill('SIGTERM');
    const limit = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, 2000);
    await Promise.all(gone);
    clearTimeout(limit);
  }
}
