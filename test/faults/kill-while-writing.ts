import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readLastGood } from '../../reader-agent/src/box/durable-file.ts';
import { until } from '../reader-agent/box.ts';

const program = new URL('./writing-program.ts', import.meta.url).pathname;
const countOf = (content: Buffer) => (JSON.parse(content.toString()) as { count: number }).count;

/** Kills a process again and again while it replaces a file; what it had called safe must be there, whole, each time. */
export async function killWhileWriting(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-writes-'));
  const path = join(folder, 'state.json');
  for (let round = 0; round < rounds; round += 1) {
    const child = spawn(process.execPath, ['--import', 'tsx', program, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let safe = 0;
    child.stdout.on('data', (lines: Buffer) => {
      safe = Number(lines.toString().trim().split('\n').at(-1));
    });
    await until(() => safe > 5 + (round % 20));
    child.kill('SIGKILL');
    await ended;
    expect(await readLastGood(path, countOf)).toBeGreaterThanOrEqual(safe);
    expect(readdirSync(folder)).not.toContain('state.json.broken');
  }
  rmSync(folder, { recursive: true });
}
