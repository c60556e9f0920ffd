import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run } from './run.mjs';

const onPath = (program) =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`)) ||
  existsSync(`/usr/sbin/${program}`);
const anyFile = (...paths) => paths.some((path) => existsSync(path));

/** What the tests use beside npm's packages, and which Debian packages bring it. */
const requirements = [
  {
    name: 'Chromium (television and pages in a real browser)',
    here: () => anyFile('/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'),
    packages: ['chromium'],
  },
  {
    name: 'compiler and PC/SC headers (nfc-pcsc)',
    here: () => ['g++', 'make', 'python3'].every(onPath) && anyFile('/usr/include/PCSC/winscard.h'),
    packages: ['g++', 'make', 'python3', 'libpcsclite-dev'],
  },
  {
    name: 'PC/SC daemon with a virtual reader',
    here: () => onPath('pcscd') && anyFile('/usr/lib/pcsc/drivers/serial/libifdvpcd.so'),
    packages: ['pcscd', 'vsmartcard-vpcd', 'iproute2', 'util-linux'],
  },
  { name: 'OpenSC', here: () => onPath('pkcs15-tool'), packages: ['opensc', 'opensc-pkcs11'] },
  { name: 'OpenSSL', here: () => onPath('openssl'), packages: ['openssl'] },
  {
    name: 'PostgreSQL server',
    here: () => existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0,
    packages: ['postgresql'],
  },
];

export const missingRequirements = () => requirements.filter((requirement) => !requirement.here());

/** Whether this machine lets us install Debian packages without asking anybody. */
export const canInstallPackages = () => process.getuid?.() === 0 && onPath('apt-get');

/** Installs Debian packages without starting their services. @throws CommandFailed */
export async function installPackages(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-o', 'DPkg::Lock::Timeout=500'];
  await run('apt-get', [...apt, 'update'], { env });
  await run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...packages], { env });
}

/** Whether Node can load the native PC/SC binding here. */
export function readerBindingWorks(root) {
  try {
    execFileSync(process.execPath, ['-e', "require('@pokusew/pcsclite')"], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
