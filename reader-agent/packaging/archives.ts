import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentVersion } from '../src/version.ts';
import { platformName } from './driver.ts';

const node = process.versions.node.split('.').map(Number);
const name = `chanoma-agent-${agentVersion}-${platformName}`;

/** Name of the folder inside the tarball. */
export const folderName = name;

/** One compressed archive of the folder; files belong to root, whoever made it. */
export function makeTarball(folder: string, output: string): string {
  const file = join(output, `${name}.tar.gz`);
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
  execFileSync('tar', [...owner, '-czf', file, '-C', dirname(folder), basename(folder)]);
  return file;
}

/** The Debian package: what `install.sh` puts into an empty root. Undefined where `dpkg-deb` is missing. */
export function makeDebianPackage(folder: string, output: string, workspace: string): string | undefined {
  const architecture = askDpkg();
  if (architecture === undefined) return undefined;
  const tree = join(workspace, 'debian');
  execFileSync('sh', [join(folder, 'install.sh')], { env: { PATH: process.env.PATH, DESTDIR: tree } });
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const kilobytes = Number(execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t')[0]);
  const [major = 0] = node;
  const version = `${agentVersion}+node${major}`;
  const fields = {
    Package: 'chanoma-agent',
    Version: version,
    Architecture: architecture,
    Maintainer: 'Chanoma <chanoma@localhost>',
    'Installed-Size': String(kilobytes),
    // The native part of the driver is bound to Node's major version.
    Depends: `nodejs (>= ${major}${major === 20 ? '.19' : ''}), nodejs (<< ${major + 1}~), pcscd, libpcsclite1, libc6, libstdc++6, systemd`,
    Section: 'misc',
    Priority: 'optional',
    Description: 'On-box agent of Chanoma: card reader, box key, orders, television application',
  };
  const text = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`);
  writeFileSync(join(control, 'control'), text.join(''));
  writeFileSync(join(control, 'conffiles'), '/etc/chanoma-agent/agent.env\n');
  for (const script of ['postinst', 'prerm', 'postrm']) {
    cpSync(fileURLToPath(new URL(`./box/deb/${script}`, import.meta.url)), join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  const file = join(output, `chanoma-agent_${version}_${architecture}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', tree, file], { stdio: 'pipe' });
  return file;
}

function askDpkg(): string | undefined {
  try {
    return execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Size of a file, in words. */
export const sizeOf = (file: string): string => `${(statSync(file).size / 1e6).toFixed(1)} MB`;
