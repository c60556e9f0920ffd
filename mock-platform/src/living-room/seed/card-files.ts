import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Certification } from '../../certification/index.ts';
import { CardFile } from '../../protocol/card-reader.ts';

/** Writes a file that only its owner can read, as a whole or not at all. */
export function writePrivately(folder: string, name: string, content: unknown): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const temporary = join(folder, `${name}.new`);
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, join(folder, name));
}

/** The parsed content, or undefined where there is no such file. */
export function readPrivately(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const cardFolder = (dataDirectory: string): string => join(dataDirectory, 'cards');

/** The card of an earlier, interrupted start, if these roots issued it. */
export function readCard(
  dataDirectory: string,
  name: string,
  { anchors, nextAnchors }: Pick<Certification, 'anchors' | 'nextAnchors'>,
): CardFile | undefined {
  const parsed = CardFile.safeParse(readPrivately(cardFolder(dataDirectory), `${name}.json`));
  if (!parsed.success) return undefined;
  const issuer = parsed.data.authentication?.issuer;
  const isOurs =
    issuer === undefined ||
    [anchors, nextAnchors].some(({ authentication }) => authentication.equals(Buffer.from(issuer, 'base64')));
  return isOurs ? parsed.data : undefined;
}

export function writeCard(dataDirectory: string, card: CardFile): void {
  writePrivately(cardFolder(dataDirectory), `${card.name}.json`, card);
}

/** What an enrolment binds to a person. */
export interface CardIdentity {
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hexadecimal. */
  issuerKey: string;
  /** Lower-case hexadecimal, no leading zeros. */
  serial: string;
  /** SubjectPublicKeyInfo, base64. */
  surfacePublicKey: string;
  /** 和暦 YYMMDD */
  birthDate: string;
}

/** Reads off an individual number card what an enrolment needs. @throws RangeError for other cards */
export function identityOf({ name, authentication, surface }: CardFile): CardIdentity {
  if (authentication === undefined || surface === undefined) {
    throw new RangeError(`the card ${name} is no individual number card`);
  }
  const certificate = new X509Certificate(Buffer.from(authentication.certificate, 'base64'));
  const issuer = new X509Certificate(Buffer.from(authentication.issuer, 'base64'));
  const surfaceKey = createPrivateKey({
    key: Buffer.from(surface.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = { format: 'der', type: 'spki' } as const;
  return {
    issuerKey: createHash('sha256').update(issuer.publicKey.export(spki)).digest('hex'),
    serial: certificate.serialNumber.toLowerCase().replace(/^0+/, ''),
    surfacePublicKey: createPublicKey(surfaceKey).export(spki).toString('base64'),
    birthDate: surface.birthDate,
  };
}
