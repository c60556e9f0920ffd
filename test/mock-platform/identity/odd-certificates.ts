import { createPublicKey, type KeyObject } from 'node:crypto';
import { newRsaKey, spki, toSigningKey } from '../../../mock-platform/src/certification/keys.ts';
import {
  type Authority,
  authorityName,
  distinguishedName,
} from '../../../mock-platform/src/certification/names.ts';
import {
  authenticationExtensions,
  rootExtensions,
  signatureExtensions,
} from '../../../mock-platform/src/certification/profile.ts';
import * as x509 from '../../../mock-platform/src/certification/x509.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { type Anchor, issuerKeyOf } from '../../../mock-platform/src/identity/certificates/path.ts';

const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const name = (der: Buffer) => new x509.Name(new Uint8Array(der));

export const extension = (type: string, critical: boolean, value: Buffer) =>
  new x509.Extension(type, critical, new Uint8Array(value));

interface Parts {
  serial?: string;
  subject?: Buffer;
  issuer?: Buffer;
  notBefore?: Date;
  notAfter?: Date;
  extensions: x509.Extension[];
  key: KeyObject;
  signedBy: KeyObject;
}

export async function makeCertificate(parts: Parts): Promise<Buffer> {
  const subject = distinguishedName([
    ['C', 'JP'],
    ['CN', '0123456789ABCD990010000'],
  ]);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: parts.serial ?? '12345678',
      subject: name(parts.subject ?? subject),
      issuer: name(parts.issuer ?? authorityName('authentication')),
      notBefore: parts.notBefore ?? new Date('2024-01-01T00:00:00Z'),
      notAfter: parts.notAfter ?? new Date('2029-01-01T14:59:59Z'),
      publicKey: new Uint8Array(spki(parts.key)),
      signingKey: await toSigningKey(parts.signedBy),
      signingAlgorithm: signing,
      extensions: parts.extensions,
    },
    crypto,
  );
  return Buffer.from(certificate.rawData);
}

/** A root of ours, with the name that all roots of its service share. */
export class TestRoot {
  private constructor(
    readonly authority: Authority,
    readonly key: KeyObject,
    readonly anchor: Anchor,
  ) {}

  static async make(authority: Authority): Promise<TestRoot> {
    const key = await newRsaKey();
    const der = await makeCertificate({
      subject: authorityName(authority),
      issuer: authorityName(authority),
      notBefore: new Date('2015-01-01T00:00:00Z'),
      notAfter: new Date('2045-01-01T00:00:00Z'),
      extensions: rootExtensions(spki(key)),
      key,
      signedBy: key,
    });
    const certificate = parseCertificate(der);
    return new TestRoot(authority, key, {
      purpose: authority,
      certificate,
      issuerKey: issuerKeyOf(certificate),
    });
  }

  /** The extensions of a good certificate under this root. */
  extensions(key: KeyObject, municipality = '990019'): x509.Extension[] {
    const own = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return this.authority === 'authentication'
      ? authenticationExtensions(municipality, own, spki(this.key))
      : signatureExtensions(municipality, own, spki(this.key), {
          name: '若葉 はな',
          address: 'ひより町',
          birthDate: '1944-05-03',
          sex: 'female',
        });
  }

  /** A certificate under this root; what is not said is good. */
  leaf(key: KeyObject, change: Partial<Parts> = {}): Promise<Buffer> {
    return makeCertificate({
      issuer: authorityName(this.authority),
      extensions: this.extensions(key),
      key,
      signedBy: this.key,
      ...change,
    });
  }
}

export const ids = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  policies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const;

export const without = (extensions: x509.Extension[], type: string) =>
  extensions.filter((one) => one.type !== type);
