import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, parseCertificate } from './certificate.ts';
import { decodeString, readName } from './names/distinguished-name.ts';
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

const ORGANISATION = '2.5.4.10';

/** Whether a root is one of the test services of 公的個人認証 (`O=JPKI-TEST`), which count in the demo only. */
export const isTestRoot = ({ subject }: Certificate): boolean =>
  readName(subject)
    .flat()
    .some(
      ({ type, tag, value }) => type === ORGANISATION && decodeString(tag, value)?.trim() === 'JPKI-TEST',
    );

/**
 * The roots this installation trusts: DER files in `trust/authentication` and `trust/signature` of the data directory.
 * Those of the mock certification service lie in `trust/demo` and count in the demo only (D18).
 * Test roots of 公的個人認証 are left out, with a warning, wherever it is not a demo.
 * @throws CertificateRefused when one of the files is no certificate
 */
export function readAnchors(dataDirectory: string, demo: boolean): Anchor[] {
  const base = demo ? join(dataDirectory, 'trust', 'demo') : join(dataDirectory, 'trust');
  const anchors = purposes.flatMap((purpose) => readFolder(join(base, purpose), purpose));
  if (demo) return anchors;
  const real = anchors.filter(({ certificate }) => !isTestRoot(certificate));
  const left = anchors.length - real.length;
  if (left > 0)
    console.warn(`trust: ${left} test root(s) of 公的個人認証 (O=JPKI-TEST) are not trusted here`);
  return real;
}

/** What is wrong with the files of the trust folders of a production platform, by path. */
export function trustFindings(dataDirectory: string): { testRoots: string[]; unreadable: string[] } {
  const found = { testRoots: [] as string[], unreadable: [] as string[] };
  for (const purpose of purposes) {
    const folder = join(dataDirectory, 'trust', purpose);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.cer'))) {
      const path = join(folder, name);
      try {
        if (isTestRoot(parseCertificate(readFileSync(path)))) found.testRoots.push(path);
      } catch {
        found.unreadable.push(path);
      }
    }
  }
  return found;
}
