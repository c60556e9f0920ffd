import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate } from './certificate.ts';
import { type Anchor, issuerKeyOf, type Purpose } from './path.ts';

const purposes: readonly Purpose[] = ['authentication', 'signature'];

function readFolder(folder: string, purpose: Purpose): Anchor[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.cer'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.sort().map((name) => {
    const certificate = parseCertificate(readFileSync(join(folder, name)));
    return { purpose, certificate, issuerKey: issuerKeyOf(certificate) };
  });
}

/**
 * The roots this installation trusts: DER files in `trust/authentication` and `trust/signature` of the data directory.
 * Those of the mock certification service lie in `trust/demo` and count in the demo only (D18).
 * @throws CertificateRefused when one of the files is no certificate
 */
export function readAnchors(dataDirectory: string, demo: boolean): Anchor[] {
  const base = demo ? join(dataDirectory, 'trust', 'demo') : join(dataDirectory, 'trust');
  return purposes.flatMap((purpose) => readFolder(join(base, purpose), purpose));
}
