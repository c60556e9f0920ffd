import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type PlannedProcess, planProcesses } from '../../mock-platform/start/plan.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folder of this test run where its world is kept, set by `keep-world.ts`. */
export const worldVariable = 'CHANOMA_TEST_WORLD';

function start({ file, args }: PlannedProcess): { child: ChildProcess; ready: Promise<void> } {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args, '--exit-with-parent'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        said += `${line}\n`;
        if (line.startsWith('ready')) resolve();
      });
    }
    child.once('close', () => reject(new Error(`${file} ended before it was ready:\n${said}`)));
  });
  return { child, ready };
}

/** Lets the platform make its world for no boxes, as it stands after a first start. */
async function makeWorld(data: string, port: number): Promise<void> {
  const sockets = mkdtempSync(join(tmpdir(), 'chanoma-'));
  const { card, platform } = planProcesses({ port, data, reader: 'simulated' }, sockets);
  const withoutBoxes = platform.args.filter((_, at, all) => all[at] !== '--box' && all[at - 1] !== '--box');
  const started = [card, { ...platform, args: withoutBoxes }].map(start);
  try {
    await Promise.all(started.map(({ ready }) => ready));
  } finally {
    await Promise.all(
      started.map(async ({ child }) => {
        const gone = new Promise((resolve) => child.once('close', resolve));
        if (child.kill('SIGTERM')) await gone;
      }),
    );
    rmSync(sockets, { recursive: true, force: true });
  }
}

/**
 * Lays a copy of the run's world into a data directory: towns, people, cards and database, before any box is registered.
 * Making it takes most of a first start, most of that for the cards' keys. Outside a test run, which has no folder for it,
 * nothing happens, and the platform makes its own.
 */
export async function layWorld(data: string, port: number): Promise<void> {
  const folder = process.env[worldVariable];
  if (folder === undefined) return;
  const world = join(folder, 'world');
  if (!existsSync(world)) {
    const fresh = mkdtempSync(join(folder, 'fresh-'));
    await makeWorld(fresh, port);
    try {
      renameSync(fresh, world);
    } catch (error) {
      // Another file of the run was faster.
      if (!existsSync(world)) throw error;
      rmSync(fresh, { recursive: true });
    }
  }
  cpSync(world, data, { recursive: true });
}
