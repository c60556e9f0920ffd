import { createHash, type KeyObject, randomInt } from 'node:crypto';
import type { CardFile } from '../protocol/card-reader.ts';
import type { Hierarchy, Issuer } from './hierarchy.ts';
import { type Generation, newKey, pkcs8, signingAlgorithmOf, spki, toSigningKey } from './keys.ts';
import { type Authority, distinguishedName, type Organization } from './names.ts';
import { authenticationExtensions, type Holder, signatureExtensions } from './profile.ts';
import type { CertificateRegister, IssuedCertificate } from './register.ts';
import { writeSurfaceRecord } from './surface-record.ts';
import { eraDate, lifetimeYears, notAfter } from './validity.ts';
import * as x509 from './x509.ts';

export type { CardFile };

/** Whose card it is to be, and of which kind. */
export interface CardOrder extends Holder {
  /** Six digits. */
  municipality: string;
  /** Children under 15 get no signature certificate. */
  withSignature: boolean;
  /** Long ago for a card that has expired. */
  issuedAt: Date;
  /** File name of the simulated card. */
  cardName: string;
  /** `next`: all three keys P-384, certificates signed by the roots of that generation. Absent: `current`. */
  generation?: Generation;
  /** `JPKI-TEST`: from the test hierarchy, which no production verifier trusts. Absent: `JPKI`. */
  organization?: Organization;
}

export interface IssuedCard {
  file: CardFile;
  authentication: {
    serial: string;
    /** SHA-256 of the issuer's subject public key info, hexadecimal. */
    issuerKey: string;
    notAfter: Date;
  };
  signature: { serial: string; issuerKey: string } | undefined;
  /** Key of the surface application, SPKI in base64. */
  surfacePublicKey: string;
}

const ATR = '3B888001000041E0B381A1003B';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const opaque = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');

/** SHA-256 over a root's SubjectPublicKeyInfo, hexadecimal: how verifiers name an issuer. */
export const issuerKeyOf = ({ spki: info }: Issuer): string =>
  createHash('sha256').update(info).digest('hex');

/** A key with its certificate, as a card carries it. */
export interface Certified {
  key: KeyObject;
  der: Buffer;
  issuer: Issuer;
  entry: IssuedCertificate;
}

/** Makes a key and certifies it; the register does not know it yet. */
async function certify(
  authority: Authority,
  order: CardOrder,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<Certified> {
  const { municipality, birthDate, issuedAt, generation = 'current', organization = 'JPKI' } = order;
  const issuer = hierarchy.issuer(authority, generation);
  const key = await newKey(generation);
  const publicKey = spki(key);
  const serial = register.freshSerial(authority);
  const end = notAfter(issuedAt, birthDate, lifetimeYears[generation]);
  // 14 opaque characters, municipality without its check digit, 4 more
  const commonName = opaque(14) + municipality.slice(0, 5) + opaque(4);
  const subject = distinguishedName([
    ['C', 'JP'],
    ['CN', commonName],
  ]);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serial.padStart(8, '0'),
      subject: new x509.Name(new Uint8Array(subject)),
      issuer: new x509.Name(new Uint8Array(issuer.name)),
      notBefore: new Date(Math.floor(issuedAt.getTime() / 1000) * 1000),
      notAfter: end,
      publicKey: new Uint8Array(publicKey),
      signingKey: await toSigningKey(issuer.key),
      signingAlgorithm: signingAlgorithmOf(issuer.key),
      extensions:
        authority === 'authentication'
          ? authenticationExtensions(municipality, publicKey, issuer.spki, organization)
          : signatureExtensions(municipality, publicKey, issuer.spki, order, organization),
    },
    crypto,
  );
  const entry: IssuedCertificate = {
    authority,
    serial,
    municipality,
    notAfter: end.toISOString(),
    ...(generation === 'current' ? {} : { generation }),
    ...(organization === 'JPKI' ? {} : { organization }),
  };
  return { key, der: Buffer.from(certificate.rawData), issuer, entry };
}

/** Both certificates of a card (of a child the first alone), in the register from now on. */
export async function certifyBoth(
  order: CardOrder,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<{ authentication: Certified; signature: Certified | undefined }> {
  const [authentication, signature] = await Promise.all([
    certify('authentication', order, hierarchy, register),
    order.withSignature ? certify('signature', order, hierarchy, register) : undefined,
  ]);
  if (signature) signature.entry.authentication = authentication.entry.serial;
  register.add([authentication.entry, ...(signature ? [signature.entry] : [])]);
  return { authentication, signature };
}

/** A signature certificate for a card that lost its own by a move or another name. */
export async function certifySignature(
  order: CardOrder,
  authenticationSerial: string,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<Certified> {
  const signature = await certify('signature', order, hierarchy, register);
  signature.entry.authentication = authenticationSerial;
  register.add([signature.entry]);
  return signature;
}

const onCard = ({ der, issuer, key }: Certified) => ({
  certificate: der.toString('base64'),
  issuer: issuer.certificate.toString('base64'),
  privateKey: pkcs8(key).toString('base64'),
});

/** The card with these certificates on it: a counter sets both PINs anew. */
export function withCertificates(
  card: CardFile,
  authentication: Certified | undefined,
  signature: Certified | undefined,
): CardFile {
  const { pins } = card;
  const signaturePin = signature
    ? { value: pins?.signature?.value ?? 'ABC123', triesLeft: 5 }
    : pins?.signature;
  return {
    ...card,
    ...(authentication ? { authentication: onCard(authentication) } : {}),
    ...(signature ? { signature: onCard(signature) } : {}),
    pins: {
      birthDate: pins?.birthDate ?? { triesLeft: 10 },
      authentication:
        authentication || !pins
          ? { value: pins?.authentication.value ?? '1234', triesLeft: 3 }
          : pins.authentication,
      ...(signaturePin ? { signature: signaturePin } : {}),
    },
  };
}

/** What others are told about a card that was made or renewed. */
export function issuedCard(
  file: CardFile,
  surfacePublicKey: string,
  { authentication, signature }: { authentication: Certified; signature: Certified | undefined },
): IssuedCard {
  return {
    file,
    authentication: {
      serial: authentication.entry.serial,
      issuerKey: issuerKeyOf(authentication.issuer),
      notAfter: new Date(authentication.entry.notAfter),
    },
    signature: signature && { serial: signature.entry.serial, issuerKey: issuerKeyOf(signature.issuer) },
    surfacePublicKey,
  };
}

/** Makes the keys and certificates of one card. Slow (three RSA keys): start several at once. */
export async function issueCard(
  order: CardOrder,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<IssuedCard> {
  const { generation = 'current' } = order;
  const [surfaceKey, certificates] = await Promise.all([
    newKey(generation),
    certifyBoth(order, hierarchy, register),
  ]);
  const birthDate = eraDate(order.birthDate);
  const surfacePublicKey = spki(surfaceKey);
  const record = writeSurfaceRecord(birthDate, surfacePublicKey, hierarchy.surfaceKeys[generation]);
  const blank: CardFile = {
    name: order.cardName,
    ...(generation === 'current' ? {} : { generation }),
    kind: 'individual-number-card',
    atr: ATR,
    surface: {
      birthDate,
      record: record.toString('base64'),
      privateKey: pkcs8(surfaceKey).toString('base64'),
    },
    surfaceNeedsBirthDate: true,
  };
  const file = withCertificates(blank, certificates.authentication, certificates.signature);
  return issuedCard(file, surfacePublicKey.toString('base64'), certificates);
}
