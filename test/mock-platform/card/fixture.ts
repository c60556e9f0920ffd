import { createHash, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const validity = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };

const p384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
type Algorithm = typeof rsa | typeof p384;

interface Material {
  certificate: string;
  issuer: string;
  privateKey: string;
}

interface Materials {
  authentication: Material;
  signature: Material;
  surfaceKey: string;
}
let current: Promise<Materials> | undefined;
let next: Promise<Materials> | undefined;

/**
 * A whole Individual Number Card of its own making: two small authorities, two certificates, a surface key; of
 * generation `next` all with P-384.
 */
export async function testCard(changes: Partial<CardFile> = {}): Promise<CardFile> {
  // Keys take long to make and may be the same in all tests of a file.
  const isNext = changes.generation === 'next';
  if (isNext) next ??= makeMaterials(p384);
  else current ??= makeMaterials(rsa);
  const { authentication, signature, surfaceKey } = (await (isNext ? next : current)) as Materials;
  return structuredClone({
    name: 'hana',
    kind: 'individual-number-card',
    atr: '3B888001000005E0B381A1007F',
    authentication,
    signature,
    surface: {
      birthDate: '190403',
      record: Buffer.from('age record 190403').toString('base64'),
      privateKey: surfaceKey,
    },
    pins: {
      authentication: { value: '1234', triesLeft: 3 },
      signature: { value: 'ABC123', triesLeft: 5 },
      birthDate: { triesLeft: 10 },
    },
    surfaceNeedsBirthDate: true,
    ...changes,
  } satisfies CardFile);
}

/** An old 住基カード and a card of another kind. */
export const residentCard: CardFile = {
  name: 'old-resident-card',
  kind: 'resident-card',
  atr: '3BE000FF8131FE4514',
  surfaceNeedsBirthDate: false,
};
export const transitCard: CardFile = {
  name: 'transit',
  kind: 'transit-card',
  atr: '3B8F8001804F0CA0000003060300030000000068',
  surfaceNeedsBirthDate: false,
};

export const creditCard: CardFile = {
  name: 'credit',
  kind: 'credit-card',
  atr: '3B80800101',
  surfaceNeedsBirthDate: false,
};
export const damagedCard: CardFile = {
  name: 'damaged',
  kind: 'damaged-card',
  atr: '3B888001000005E0B381A1007F',
  misbehaviour: { mute: 'reset' },
  surfaceNeedsBirthDate: false,
};

/** The public half of a key in a card file. */
export function publicKeyOf(privateKey: string) {
  const key = Buffer.from(privateKey, 'base64');
  return createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

/** DigestInfo of SHA-256 over a message, in hexadecimal. */
export function digestInfo(message: string): string {
  const hash = createHash('sha256').update(message).digest('hex');
  return `3031300d060960864801650304020105000420${hash}`.toUpperCase();
}

/** A folder with card files, gone after `remove`. */
export function cardFolder(...cards: CardFile[]): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'chanoma-cards-'));
  for (const card of cards) writeCard(path, card);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function writeCard(folder: string, card: CardFile): void {
  writeFileSync(join(folder, `${card.name}.json`), JSON.stringify(card), { mode: 0o600 });
}

async function makeMaterials(algorithm: Algorithm): Promise<Materials> {
  const [authentication, signature, surface] = await Promise.all([
    makePair(algorithm, 'JPKI for user authentication', '4A2B'),
    makePair(algorithm, 'JPKI for digital signature', '4A2C'),
    makeKeys(algorithm),
  ]);
  return { authentication, signature, surfaceKey: await pkcs8(surface.privateKey) };
}

async function makePair(algorithm: Algorithm, unit: string, serialNumber: string): Promise<Material> {
  const [root, own] = await Promise.all([makeKeys(algorithm), makeKeys(algorithm)]);
  const issuer = `C=JP, O=Test cards, OU=${unit}`;
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: issuer,
    keys: root,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject: 'C=JP, CN=0000000000000AB99001900',
    issuer,
    signingKey: root.privateKey,
    signingAlgorithm: algorithm,
    publicKey: own.publicKey,
    ...validity,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  return {
    certificate: base64(certificate.rawData),
    issuer: base64(authority.rawData),
    privateKey: await pkcs8(own.privateKey),
  };
}

function makeKeys(algorithm: Algorithm): Promise<webcrypto.CryptoKeyPair> {
  const made = webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return made as Promise<webcrypto.CryptoKeyPair>;
}

async function pkcs8(key: webcrypto.CryptoKey): Promise<string> {
  return base64(await webcrypto.subtle.exportKey('pkcs8', key));
}

function base64(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64');
}
