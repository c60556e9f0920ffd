import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packagesMatch } from './installed.mjs';
import { root } from './paths.mjs';
import { readerBindingWorks } from './requirements.mjs';
import { CommandFailed, run } from './run.mjs';

/** @throws Error when this Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Chanoma needs Node 20.19 or newer; this is ${process.version}.`);
}

const packagesOf = (list) => JSON.parse(readFileSync(list, 'utf8')).packages;

/** Whether the installed packages are those of the lock file, whoever installed them: npm lists what it installed. */
export function isInstalled() {
  const list = join(root, 'node_modules/.package-lock.json');
  return existsSync(list) && packagesMatch(packagesOf(join(root, 'package-lock.json')), packagesOf(list));
}

/** node-gyp builds the PC/SC binding against headers on this machine, where they are, instead of downloading them. */
export function headersOfNode() {
  const candidates = [join(dirname(process.execPath), '..'), '/usr'];
  const found = candidates.find((folder) => {
    const file = join(folder, 'include/node/node_version.h');
    if (!existsSync(file)) return false;
    return new RegExp(`NODE_MAJOR_VERSION\\s+${process.versions.node.split('.')[0]}\\b`).test(
      readFileSync(file, 'utf8'),
    );
  });
  return found && !process.env.npm_config_nodedir ? { npm_config_nodedir: found } : {};
}

/** Installs exactly what the lock file names. A PC/SC binding that cannot be built is left out by npm (optional). */
export async function install() {
  const env = headersOfNode();
  try {
    await run('npm', ['ci', '--no-audit', '--no-fund'], { env });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Error(
      `${error.message}\n\nThe packages could not be installed. Check the network and try again.`,
    );
  }
}

/**
 * Builds the PC/SC binding again, for a machine whose compiler came after the first installation. Resolves with whether
 * it works now: npm calls it no failure when an optional package cannot be built.
 */
export async function buildReaderBinding() {
  const build = existsSync(join(root, 'node_modules/nfc-pcsc'))
    ? run('npm', ['rebuild', '@pokusew/pcsclite'], { env: headersOfNode() })
    : install();
  await build.catch(() => undefined);
  return readerBindingWorks(root);
}
