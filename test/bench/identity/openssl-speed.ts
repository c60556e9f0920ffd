import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Rates of one algorithm as `openssl speed` measures them on one core. */
export interface OpensslRates {
  signPerSecond: number;
  verifyPerSecond: number;
}

/**
 * Measures the machine's own limit beside ours, one second each for signing and checking.
 * @throws Error when OpenSSL's command line is not there
 */
export async function opensslSpeed(algorithm: 'rsa2048' | 'ecdsap384'): Promise<OpensslRates> {
  const { stdout } = await run('openssl', ['speed', '-seconds', '1', '-mr', algorithm]);
  // "+F2:2:2048:4974.747475:81106.000000" and "+F4:4:384:…": signatures made, and checked, in a second.
  const [sign, verify] = /^\+F\d:\d+:\d+:([\d.]+):([\d.]+)$/m.exec(stdout)?.slice(1).map(Number) ?? [];
  if (!sign || !verify) throw new Error(`unexpected answer of openssl speed: ${stdout}`);
  return { signPerSecond: sign, verifyPerSecond: verify };
}
