import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Said {
  exit: number | null;
  out: string;
  errors: string;
}

function run(file: string, args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { cwd: root, stdio: 'pipe' });
  child.stdin.end();
  const said: Said = { exit: null, out: '', errors: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.errors += text;
  });
  return new Promise((resolve) => child.once('close', (exit) => resolve({ ...said, exit })));
}

/** What `npm run card -- …` runs. */
export const cardCommand = (...args: string[]): Promise<Said> =>
  run('mock-platform/src/card/command/main.ts', args);

/** What `npm run agent -- COMMAND … --json` runs: its exit code and its answer. */
export async function agentCommand(...args: string[]): Promise<{ exit: number | null; json: unknown }> {
  const { exit, out, errors } = await run('reader-agent/src/main.ts', [...args, '--json']);
  if (out === '') throw new Error(`npm run agent -- ${args.join(' ')}: ${errors}`);
  return { exit, json: JSON.parse(out) };
}
