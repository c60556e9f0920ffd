import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PackagingError } from './packaging-error.ts';
import { packageFolder, root } from './paths.ts';

/** Packages of the reader's driver, and what of each is needed to run it. */
const parts: Record<string, string[]> = {
  'nfc-pcsc': ['package.json', 'dist', 'LICENSE.md'],
  '@pokusew/pcsclite': ['package.json', 'lib', 'build/Release/pcsclite.node', 'LICENSE.md'],
  bindings: ['package.json', 'bindings.js', 'LICENSE.md'],
  'file-uri-to-path': ['package.json', 'index.js', 'LICENSE'],
};

/** What a package with a native part runs on, for instance `linux-x64-node20`: it is bound to Node's major version. */
export const platformName = `${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}`;

/**
 * Copies the driver with its native part, as it is built on this machine, to where the bundle looks for it.
 * @throws PackagingError when it is not built, or not for this Node
 */
export function copyDriver(modules: string): void {
  const folders = Object.keys(parts).map((name) => [name, packageFolder(name, root)] as const);
  const remedy = 'apt install g++ make python3 libpcsclite-dev, then npm rebuild @pokusew/pcsclite';
  for (const [name, folder] of folders) {
    if (folder === undefined) throw new PackagingError(`${name} is not installed: ${remedy}`);
    for (const part of parts[name] ?? []) {
      const from = join(folder, part);
      if (!existsSync(from)) throw new PackagingError(`${name} has no ${part}: ${remedy}`);
      cpSync(from, join(modules, name, part), { recursive: true });
    }
  }
  try {
    // In a process of its own: the native part may end the one that loads it.
    const loads = "require('nfc-pcsc')";
    execFileSync(process.execPath, ['-e', loads], {
      cwd: dirname(modules),
      stdio: 'pipe',
      timeout: 10_000,
    });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    const reason = /^Error: (.+)$/m.exec(String(stderr))?.[1] ?? 'unknown reason';
    throw new PackagingError(`nfc-pcsc does not load with this Node (${reason}): ${remedy}`);
  }
}
