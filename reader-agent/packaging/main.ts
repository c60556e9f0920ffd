import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { folderName, makeDebianPackage, makeTarball, sizeOf } from './archives.ts';
import { writeBoxFolder } from './box-folder.ts';
import { PackagingError } from './packaging-error.ts';
import { root } from './paths.ts';

const helpText = `Makes the agent into what a box installs: a tarball, and a Debian package where dpkg-deb is there.

  npm run agent:package -- [options]

--output DIR   where to put them (default reader-agent/dist)
--page DIR     built television application (default: it is built now)
--help         this text

Both run with Node of this major version and pcscd, on this kind of processor; their names say so.
Exit status: 0 made; 1 something is missing here; 2 wrong options.
`;

const options = { output: { type: 'string' }, page: { type: 'string' }, help: { type: 'boolean' } } as const;

async function main(): Promise<void> {
  const { output = join(root, 'reader-agent/dist'), page, help } = parseArgs({ options }).values;
  if (help) {
    process.stdout.write(helpText);
    return;
  }
  if (page === undefined) execFileSync('npm', ['run', '--silent', 'build', '-w', 'tv-app'], { cwd: root });
  const workspace = mkdtempSync(join(tmpdir(), 'chanoma-package-'));
  try {
    const folder = join(workspace, folderName);
    await writeBoxFolder(folder, resolve(page ?? join(root, 'tv-app/dist')));
    mkdirSync(output, { recursive: true });
    for (const file of [makeTarball(folder, output), makeDebianPackage(folder, output, workspace)]) {
      console.info(
        file === undefined ? 'no Debian package: dpkg-deb is not there' : `${file}  ${sizeOf(file)}`,
      );
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  const usage = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  if (!usage && !(error instanceof PackagingError)) throw error;
  console.error(`${(error as Error).message}${usage ? '\nSee --help.' : ''}`);
  process.exitCode = usage ? 2 : 1;
}
