import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runDatabaseCommand } from '../../../mock-platform/src/operations/database/run.ts';
import { temporaryDataDirectory } from '../database-template.ts';

const main = new URL('../../../mock-platform/src/server/main.ts', import.meta.url).pathname;
const command = new URL('../../../mock-platform/src/operations/database/main.ts', import.meta.url).pathname;

interface Ended {
  code: number | null;
  output: string;
}

/** A program of ours in an environment that holds nothing but what is given. */
function run(
  file: string,
  args: string[],
  environment: Record<string, string>,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += String(data);
  });
  child.stderr.on('data', (data) => {
    output += String(data);
  });
  return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, output }))) };
}

describe('npm run platform', () => {
  it('starts without the demo, keeps its directory to itself and ends when it is told to', async () => {
    const { directory } = await temporaryDataDirectory();
    const environment = {
      CHANOMA_DATA: directory,
      CHANOMA_PORT: '0',
      CHANOMA_CERTIFICATION_URL: 'https://certification.example',
    };
    const refused = run(main, [], { ...environment, CHANOMA_PROFILE: 'trial', CHANOMA_DATA: '' });
    const { child, ended } = run(main, [], environment);
    const url = await new Promise<string>((ready, fail) => {
      child.stdout?.on('data', (data) => {
        const found = /ready (\S+)/.exec(String(data))?.[1];
        if (found !== undefined) ready(found);
      });
      void ended.then(({ output }) => fail(new Error(output)));
    });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not-ready', missing: ['trust'] }]);
    const copy = { data: directory, run: { command: 'export' as const, folder: join(directory, 'copy') } };
    const printer = { say: () => undefined, progress: () => undefined };
    await expect(runDatabaseCommand(copy, undefined, printer)).rejects.toMatchObject({
      code: 'database.locked',
    });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await refused.ended).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /^config\.malformed CHANOMA_DATA.*\nconfig\.trial-profile CHANOMA_PROFILE/m,
      ),
    });
    const copied = run(command, ['export', `${directory}/copy`], { CHANOMA_DATA: directory });
    expect(await copied.ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^identity\.audit +\d+ [0-9a-f]{32}$/m),
    });
    rmSync(directory, { recursive: true });
  }, 90_000);
});
