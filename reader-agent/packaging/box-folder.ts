import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helpText } from '../src/configuration.ts';
import { agentVersion } from '../src/version.ts';
import { bundleAgent, packagesOfPage } from './bundle.ts';
import { copyDriver, platformName } from './driver.ts';
import { copyLicences } from './licences.ts';
import { PackagingError } from './packaging-error.ts';
import { root } from './paths.ts';

const given = fileURLToPath(new URL('./box', import.meta.url));
const systemFiles = [
  'chanoma-agent.service',
  'sysusers.conf',
  'udev.rules',
  'modprobe.conf',
  'polkit.rules',
  'agent.env',
];

/**
 * Puts everything that a box gets into a folder; it runs from there as it is.
 * @param page folder of the built television application
 * @throws PackagingError when a part cannot be had here
 */
export async function writeBoxFolder(folder: string, page: string): Promise<void> {
  if (!existsSync(join(page, 'index.html'))) {
    throw new PackagingError(`--page: no index.html in ${page}; build it: npm run build -w tv-app`);
  }
  const lib = join(folder, 'lib');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const bundled = await bundleAgent(lib);
  writeFileSync(join(lib, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
  copyDriver(join(lib, 'node_modules'));
  cpSync(page, join(folder, 'page'), {
    recursive: true,
    filter: (path) => path === page || !basename(path).startsWith('.'),
  });
  copyLicences(join(folder, 'licences'), [...bundled, ...(await packagesOfPage())]);
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(given, 'chanoma-agent'), join(folder, 'bin/chanoma-agent'));
  for (const script of ['install.sh', 'remove.sh']) cpSync(join(given, script), join(folder, script));
  for (const file of systemFiles) cpSync(join(given, file), join(folder, 'system', file));
  writeFileSync(join(folder, 'README.md'), readme());
}

/** The installers' page, with the options from where the agent itself reads them. */
function readme(): string {
  const table = helpText.slice(helpText.indexOf('Option '), helpText.indexOf('\nSIGTERM')).trimEnd();
  const options = table.replace(/^(--page DIR.*)\(default .*\)$/m, '$1(default: the one in this package)');
  const values: Record<string, string> = {
    options,
    version: agentVersion,
    platform: platformName,
    node: process.versions.node.split('.')[0] ?? '',
  };
  return readFileSync(join(given, 'README.md'), 'utf8').replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => values[name] ?? '',
  );
}
