import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf, root } from './paths.ts';

/** Copies the licences of packages, given by their folders from the project's root. The driver's packages bring theirs. */
export function copyLicences(into: string, packages: readonly string[]): void {
  mkdirSync(into, { recursive: true });
  for (const folder of new Set(packages)) {
    const { name, version, license } = manifestOf(join(root, folder));
    const to = join(into, `${name.replace('@', '').replace('/', '-')}-${version}.txt`);
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file !== undefined) cpSync(join(root, folder, file), to);
    else writeFileSync(to, `${name} ${version}: ${license ?? 'no licence named'}\n`);
  }
}
