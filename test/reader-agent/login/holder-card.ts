import { createHash, webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';
import { publicKeyOf, testCard } from '../../mock-platform/card/fixture.ts';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const value = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
};
const otherName = (last: number, text: string): Buffer =>
  value(
    0xa0,
    value(0x06, Buffer.from('2a83088c9b55080505', 'hex'), Buffer.from([last])),
    value(0xa0, value(0x0c, Buffer.from(text))),
  );

const made = new Map<string, Promise<CardFile>>();

/**
 * A card whose signature certificate names its holder as real ones do, with this era and birth date in it, and whose
 * surface record is DER. Born 1944-04-03 unless told otherwise.
 */
export async function holderCard(birth = '319440403', changes: Partial<CardFile> = {}): Promise<CardFile> {
  const which = birth + (changes.generation ?? '');
  if (!made.has(which)) made.set(which, make(birth, changes.generation));
  return { ...structuredClone(await made.get(which)!), ...structuredClone(changes) };
}

async function make(birth: string, generation: CardFile['generation']): Promise<CardFile> {
  const card = await testCard(generation === undefined ? {} : { generation });
  const old = new x509.X509Certificate(Buffer.from(card.signature!.certificate, 'base64'));
  const names = value(
    0x30,
    otherName(1, '若葉 はな'),
    otherName(4, birth),
    otherName(5, 'ひより町山手一丁目'),
  );
  const keys = await webcrypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: old.serialNumber,
    subject: old.subject,
    issuer: old.issuer,
    notBefore: old.notBefore,
    notAfter: old.notAfter,
    publicKey: await old.publicKey.export(),
    signingKey: keys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.nonRepudiation, true),
      new x509.Extension('2.5.29.17', false, new Uint8Array(names)),
    ],
  });
  const spki = publicKeyOf(card.surface!.privateKey).export({ type: 'spki', format: 'der' });
  const record = value(
    0x30,
    value(0x30, value(0x02, Buffer.from([1])), value(0x13, Buffer.from('190403')), spki),
  );
  return {
    ...card,
    signature: { ...card.signature!, certificate: Buffer.from(certificate.rawData).toString('base64') },
    surface: { ...card.surface!, record: record.toString('base64') },
  };
}

/** SHA-256 as the enrolment message carries it. */
export const digestOf = (bytes: string): string => createHash('sha256').update(bytes).digest('base64url');
