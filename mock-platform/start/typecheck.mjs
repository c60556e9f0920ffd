import { root } from './paths.mjs';
import { show } from './run.mjs';

const parts = ['mock-platform', 'reader-agent', 'tv-app', 'test'];

let worst = 0;
for (const part of parts) {
  const exitCode = await show(process.execPath, [
    `${root}/node_modules/typescript/bin/tsc`,
    '--project',
    `${root}/${part}`,
  ]);
  worst = Math.max(worst, exitCode);
}
process.exitCode = worst;
