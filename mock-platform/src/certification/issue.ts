import { createHash, type KeyObject, randomInt } from 'node:crypto';
import type * as z from 'zod/mini';
import type { CardFile as CardFileSchema } from '../protocol/card-reader.ts';
import { type Hierarchy, newRsaKey, pkcs8, spki, toSigningKey } from './hierarchy.ts';
import { type Authority, authorityName, distinguishedName } from './names.ts';
import { authenticationExtensions, type Holder, signatureExtensions } from './profile.ts';
import type { CertificateRegister, IssuedCertificate } from './register.ts';
import { writeSurfaceRecord } from './surface-record.ts';
import { eraDate, notAfter } from './validity.ts';
import * as x509 from './x509.ts';

export type CardFile = z.infer<typeof CardFileSchema>;

export interface CardOrder extends Holder {
  /** Six digits. */
  municipality: string;
  /** Children under 15 get no signature certificate. */
  withSignature: boolean;
  /** Long ago for a card that has expired. */
  issuedAt: Date;
  /** File name of the simulated card. */
  cardName: string;
}

export interface IssuedCard {
  file: CardFile;
  authentication: {
    serial: string;
    /** SHA-256 of the issuer's subject public key info, hexadecimal. */
    issuerKey: string;
    notAfter: Date;
  };
  signature: { serial: string } | undefined;
  /** Key of the surface application, SPKI in base64. */
  surfacePublicKey: string;
}

const ATR = '3B888001000041E0B381A1003B';
const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const opaque = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');

interface Certificate {
  der: Buffer;
  entry: IssuedCertificate;
}

async function certify(
  authority: Authority,
  order: CardOrder,
  key: KeyObject,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<Certificate> {
  const root = hierarchy.roots[authority];
  const publicKey = spki(key);
  const serial = register.freshSerial(authority);
  const end = notAfter(order.issuedAt, order.birthDate);
  // 14 opaque characters, municipality without its check digit, 4 more
  const commonName = opaque(14) + order.municipality.slice(0, 5) + opaque(4);
  const subject = distinguishedName([
    ['C', 'JP'],
    ['CN', commonName],
  ]);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: serial.padStart(8, '0'),
      subject: new x509.Name(new Uint8Array(subject)),
      issuer: new x509.Name(new Uint8Array(authorityName(authority))),
      notBefore: new Date(Math.floor(order.issuedAt.getTime() / 1000) * 1000),
      notAfter: end,
      publicKey,
      signingKey: await toSigningKey(root.key),
      signingAlgorithm: signing,
      extensions:
        authority === 'authentication'
          ? authenticationExtensions(order.municipality, publicKey, root.spki)
          : signatureExtensions(order.municipality, publicKey, root.spki, order),
    },
    crypto,
  );
  return {
    der: Buffer.from(certificate.rawData),
    entry: { authority, serial, municipality: order.municipality, notAfter: end.toISOString() },
  };
}

/** Makes the keys and certificates of one card. Slow (three RSA keys): start several at once. */
export async function issueCard(
  order: CardOrder,
  hierarchy: Hierarchy,
  register: CertificateRegister,
): Promise<IssuedCard> {
  const [authenticationKey, surfaceKey, signatureKey] = await Promise.all([
    newRsaKey(),
    newRsaKey(),
    order.withSignature ? newRsaKey() : undefined,
  ]);
  const authentication = await certify('authentication', order, authenticationKey, hierarchy, register);
  const signature = signatureKey && (await certify('signature', order, signatureKey, hierarchy, register));
  register.add([authentication.entry, ...(signature ? [signature.entry] : [])]);

  const onCard = (authority: Authority, certificate: Certificate, key: KeyObject) => ({
    certificate: certificate.der.toString('base64'),
    issuer: hierarchy.roots[authority].certificate.toString('base64'),
    privateKey: pkcs8(key).toString('base64'),
  });
  const birthDate = eraDate(order.birthDate);
  const surfacePublicKey = spki(surfaceKey);
  const record = writeSurfaceRecord(birthDate, surfacePublicKey, hierarchy.surfaceKey);
  const file: CardFile = {
    name: order.cardName,
    kind: 'individual-number-card',
    atr: ATR,
    authentication: onCard('authentication', authentication, authenticationKey),
    surface: {
      birthDate,
      record: record.toString('base64'),
      privateKey: pkcs8(surfaceKey).toString('base64'),
    },
    pins: {
      authentication: { value: '1234', triesLeft: 3 },
      birthDate: { triesLeft: 10 },
    },
    surfaceNeedsBirthDate: true,
  };
  if (signature && signatureKey) {
    file.signature = onCard('signature', signature, signatureKey);
    file.pins!.signature = { value: 'ABC123', triesLeft: 5 };
  }
  return {
    file,
    authentication: {
      serial: authentication.entry.serial,
      issuerKey: createHash('sha256').update(hierarchy.roots.authentication.spki).digest('hex'),
      notAfter: new Date(authentication.entry.notAfter),
    },
    signature: signature && { serial: signature.entry.serial },
    surfacePublicKey: surfacePublicKey.toString('base64'),
  };
}
