import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a test against a real PC/SC stack needs from the machine, by the package that brings it. */
const present = {
  pcscd: () => ['/usr/sbin/pcscd', '/usr/bin/pcscd'].some(existsSync),
  // pcscd writes its process number there; the folder is root's to make.
  'folder /run/pcscd': () => existsSync('/run/pcscd') || process.getuid?.() === 0,
  'vsmartcard-vpcd': () => vpcdLibrary() !== undefined,
  opensc: () =>
    ['pkcs15-tool', 'pkcs15-crypt', 'opensc-tool'].every((tool) => existsSync(`/usr/bin/${tool}`)),
  openssl: () => existsSync('/usr/bin/openssl'),
  'nfc-pcsc (built)': nfcPcscIsBuilt,
} satisfies Record<string, () => boolean>;

export type Requirement = keyof typeof present;

/** The packages that are missing here. */
export function missing(...needed: Requirement[]): Requirement[] {
  return needed.filter((name) => !present[name]());
}

/** A test title that names what it is skipped for. */
export function titled(title: string, lacking: readonly string[]): string {
  return lacking.length === 0 ? title : `${title} (skipped, missing: ${lacking.join(', ')})`;
}

/** Debian's place of vpcd's driver. */
export function vpcdLibrary(): string | undefined {
  return ['/usr/lib/pcsc/drivers/serial/libifdvpcd.so'].find(existsSync);
}

/** The native part must not be loaded here to find out: it belongs into a child process. */
function nfcPcscIsBuilt(): boolean {
  try {
    const require = createRequire(new URL('../../reader-agent/src/main.ts', import.meta.url));
    require.resolve('nfc-pcsc');
    const binding = require.resolve('@pokusew/pcsclite/package.json').replace(/package\.json$/, '');
    return existsSync(`${binding}build/Release/pcsclite.node`);
  } catch {
    return false;
  }
}
