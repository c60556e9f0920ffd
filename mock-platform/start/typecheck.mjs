import { root } from './paths.mjs';
import { show } from './run.mjs';

const parts = ['mock-platform', 'mock-platform/tsconfig.pages.json', 'reader-agent', 'tv-app', 'test'];

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
