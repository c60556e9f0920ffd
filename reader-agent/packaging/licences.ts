import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, packageFolder, root } from './paths.ts';

/** Copies the licence of every package that a box gets a part of. */
export function copyLicences(into: string, bundled: readonly string[]): void {
  mkdirSync(into, { recursive: true });
  for (const folder of [...packagesOf(bundled), ...dependenciesOf(join(root, 'tv-app'))].sort()) {
    const { name, version, license } = manifestOf(folder);
    const to = join(into, `${name.replace('/', '-')}-${version}.txt`);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file !== undefined) cpSync(join(folder, file), to);
    else writeFileSync(to, `${name} ${version}: ${license ?? 'no licence named'}\n`);
  }
}

/** Folders of the packages that bundled files come from. */
function packagesOf(files: readonly string[]): Set<string> {
  const folders = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return new Set(folders.filter((folder) => folder !== undefined).map((folder) => join(root, folder)));
}

/** Folders of everything that a package needs to run. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const dependency = packageFolder(name, folder);
    if (dependency === undefined || found.has(dependency)) continue;
    found.add(dependency);
    dependenciesOf(dependency, found);
  }
  return found;
}
