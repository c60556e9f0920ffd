import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const command = fileURLToPath(new URL('../../../tv-app/gallery/command.mjs', import.meta.url));
const run = (...words: string[]) => spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });

test('--help says how the gallery is started and driven', () => {
  const { status, stdout } = run('--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/npm run tv -- gallery/);
  expect(stdout).toMatch(/--port/);
});

test.each([[['gallary']], [['gallery', '--port', 'x']], [['gallery', '--prot', '1']]])(
  'what it does not understand it names, with the way to do it right (%s)',
  (words) => {
    const { status, stderr } = run(...words);
    expect(status).toBe(2);
    expect(stderr).toMatch(/npm run tv -- gallery/);
  },
);
