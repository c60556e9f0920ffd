import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chanoma-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(part: string, ...args: string[]) {
  const main = new URL(`../../../mock-platform/src/identity/${part}/main.ts`, import.meta.url).pathname;
  return spawnSync(process.execPath, ['--import', 'tsx', main, ...args], { encoding: 'utf8' });
}

describe('commands of an operator', () => {
  it.each(['audit', 'administration', 'relying-parties', 'usage'])(
    '%s explains itself with --help',
    (part) => {
      const { status, stdout } = run(part, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^npm run -s [\s\S]*--data DIR/);
    },
  );

  it('names a contract file that is missing or is not JSON, without a stack', () => {
    const file = join(folder, 'contract.json');
    writeFileSync(file, '{bad');
    for (const path of [file, join(folder, 'missing.json')]) {
      const { status, stderr } = run('relying-parties', 'add', path, '--operator', 'hiyori-cable');
      expect(status).toBe(2);
      expect(stderr).toContain(path);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});
