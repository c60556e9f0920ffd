import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCertification } from '../../../mock-platform/src/certification/certification.ts';
import {
  type CardOrder,
  type Certification,
  type IssuedCard,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import { readSurfaceRecord } from '../../../mock-platform/src/certification/surface-record.ts';
import { eraDate, notAfter } from '../../../mock-platform/src/certification/validity.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { issuerKeyOf } from '../../../mock-platform/src/identity/certificates/path.ts';
import { validateFor } from '../../../mock-platform/src/identity/certificates/profile.ts';
import { readAnchors } from '../../../mock-platform/src/identity/certificates/trust.ts';
import { createListSource } from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import type { Fetch } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { createStatusSource } from '../../../mock-platform/src/identity/revocation/ocsp-source.ts';
import { CardFile } from '../../../mock-platform/src/protocol/card-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'chanoma-certification-'));
const clock = () => new Date('2026-11-20T03:00:00Z');
const order: CardOrder = {
  municipality: '990019',
  name: '若葉 はな',
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  sex: 'female',
  withSignature: true,
  issuedAt: new Date('2024-04-01T00:00:00Z'),
  cardName: 'hana',
};

let certification: Certification;
let adult: IssuedCard;
let child: IssuedCard;

beforeAll(async () => {
  certification = await openCertification(folder, clock);
  [adult, child] = await Promise.all([
    certification.issueCard(order),
    certification.issueCard({ ...order, cardName: 'yui', birthDate: '2017-02-10', withSignature: false }),
  ]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (base64: string) => Buffer.from(base64, 'base64');
const privateKey = (base64: string) => createPrivateKey({ key: bytes(base64), format: 'der', type: 'pkcs8' });

/** A serial number as it stands in a list: without leading zeros, and never with the sign bit (X.690 §8.3). */
function derInteger(hex: string): Buffer {
  let value = Buffer.from(hex, 'hex');
  while (value.length > 1 && value[0] === 0) value = value.subarray(1);
  if (value[0]! >= 0x80) value = Buffer.concat([Buffer.from([0]), value]);
  return Buffer.concat([Buffer.from([2, value.length]), value]);
}

describe('A card', () => {
  it('carries certificates that fit its keys and are good under the published roots', () => {
    expect(() => CardFile.parse(adult.file)).not.toThrow();
    const anchors = readAnchors(folder, true);
    for (const kind of ['authentication', 'signature'] as const) {
      const { certificate, privateKey: key } = adult.file[kind]!;
      expect(validateFor(kind, parseCertificate(bytes(certificate)), anchors, clock()).purpose).toBe(kind);
      expect(new X509Certificate(bytes(certificate)).checkPrivateKey(privateKey(key))).toBe(true);
    }
    expect(parseCertificate(bytes(adult.file.authentication!.certificate)).serial).toBe(
      adult.authentication.serial,
    );
    const issuers = anchors.filter(({ purpose }) => purpose === 'authentication');
    expect(issuers.map(({ issuerKey }) => issuerKey)).toContain(adult.authentication.issuerKey);
  });

  it('names nobody in its authentication certificate', () => {
    const { subject } = new X509Certificate(bytes(adult.file.authentication!.certificate));
    expect(subject).toMatch(/^C=JP\nCN=[0-9A-Z]{14}99001[0-9A-Z]{4}$/);
  });

  it('of a child has no signature certificate and no PIN for it', () => {
    expect(child.file.signature).toBeUndefined();
    expect(child.file.pins?.signature).toBeUndefined();
    expect(child.file.authentication).toBeDefined();
  });

  it('has a surface record that its issuer signed over birth date and key', () => {
    const { record, birthDate, privateKey: key } = adult.file.surface!;
    const issuer = createPrivateKey({
      key: bytes(key),
      format: 'der',
      type: 'pkcs8',
    });
    expect(birthDate).toBe('190503');
    expect(() => readSurfaceRecord(bytes(record), createPublicKey(issuer))).toThrow(
      /not signed by its issuer/,
    );
    const read = readSurfaceRecord(bytes(record), certification.surfaceIssuer);
    expect(read.eraBirthDate).toBe('190503');
    expect(read.publicKey.toString('base64')).toBe(adult.surfacePublicKey);
    const ofKey = createPublicKey(issuer).export({ type: 'spki', format: 'der' });
    expect(read.publicKey.equals(ofKey)).toBe(true);
    const { publicKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => readSurfaceRecord(bytes(record), stranger)).toThrow();
  });
});

describe('A card of the next generation', () => {
  it('has three P-384 keys, certificates for ten years and a surface record by an issuer of its own', async () => {
    const next = await certification.issueCard({ ...order, cardName: 'minoru', generation: 'next' });
    const { file } = next;
    expect(CardFile.parse(file)).toMatchObject({ generation: 'next', kind: 'individual-number-card' });
    const keys = [file.authentication, file.signature, file.surface].map((one) =>
      privateKey(one!.privateKey),
    );
    for (const key of keys) expect(key.asymmetricKeyDetails).toMatchObject({ namedCurve: 'secp384r1' });
    expect(next.authentication.notAfter.toISOString()).toBe('2033-05-03T14:59:59.000Z');
    const anchors = readAnchors(folder, true);
    for (const kind of ['authentication', 'signature'] as const) {
      const certificate = parseCertificate(bytes(file[kind]!.certificate));
      expect(certificate.algorithm.oid).toBe('1.2.840.10045.4.3.3');
      const issuer = validateFor(kind, certificate, anchors, clock());
      expect(issuer.issuerKey).toBe(next[kind]!.issuerKey);
      // Same name as the root of today's cards, another key.
      const others = anchors.filter(({ purpose }) => purpose === kind).map(({ issuerKey }) => issuerKey);
      expect(new Set(others).size).toBe(2);
    }
    expect(next.authentication.issuerKey).not.toBe(adult.authentication.issuerKey);
    const record = bytes(file.surface!.record);
    expect(readSurfaceRecord(record, certification.nextSurfaceIssuer).publicKey.toString('base64')).toBe(
      next.surfacePublicKey,
    );
    expect(() => readSurfaceRecord(record, certification.surfaceIssuer)).toThrow();
    const published = readFileSync(join(folder, 'trust', 'demo', 'surface', 'next.spki'));
    expect(published.equals(certification.nextSurfaceIssuer.export({ type: 'spki', format: 'der' }))).toBe(
      true,
    );
  });

  it('is revoked on the list of its own root, not on that of the other generation', async () => {
    const { authentication } = await certification.issueCard({ ...order, generation: 'next' });
    certification.revoke(authentication.serial, 'authentication', 'keyCompromise');
    const serial = derInteger(authentication.serial);
    expect(certification.revocationList('authentication', '990019', 'next').includes(serial)).toBe(true);
    expect(certification.revocationList('authentication', '990019').includes(serial)).toBe(false);
    expect(certification.revocationList('authentication', undefined, 'next').includes(serial)).toBe(true);
  });
});

describe('The test hierarchy', () => {
  it('names itself in every certificate, has roots of its own and is trusted by nobody', async () => {
    const { file } = await certification.issueCard({
      ...order,
      generation: 'next',
      organization: 'JPKI-TEST',
    });
    const roots = await certification.testAnchors();
    for (const kind of ['authentication', 'signature'] as const) {
      const certificate = new X509Certificate(bytes(file[kind]!.certificate));
      expect(certificate.issuer).toContain('O=JPKI-TEST\n');
      expect(new X509Certificate(roots[kind]).subject).toContain('O=JPKI-TEST\n');
      const judged = () =>
        validateFor(kind, parseCertificate(certificate.raw), readAnchors(folder, true), clock());
      expect(judged).toThrow(expect.objectContaining({ code: 'certificate.untrusted' }));
    }
  });

  it.each(['current', 'next'] as const)(
    'answers for its own certificates (%s), by list and by OCSP',
    async (generation) => {
      const { file, authentication } = await certification.issueCard({
        ...order,
        generation,
        organization: 'JPKI-TEST',
      });
      const issuer = parseCertificate(bytes(file.authentication!.issuer));
      const anchor = {
        purpose: 'authentication',
        certificate: issuer,
        issuerKey: issuerKeyOf(issuer),
      } as const;
      const certificate = parseCertificate(bytes(file.authentication!.certificate));
      const service: Fetch = async (url, { body }) => {
        const [, keyIdentifier = '', municipality] = /authentication\/([0-9a-f]+)\/(\d+)$/.exec(url) ?? [];
        const answer = body
          ? certification.answerStatusRequest('authentication', Buffer.from(body))
          : certification.revocationListOf('authentication', keyIdentifier, municipality);
        return { status: answer ? 200 : 404, etag: undefined, body: answer ?? Buffer.alloc(0) };
      };
      const ask = () =>
        Promise.all(
          [createStatusSource, createListSource].map((create) =>
            create('http://ca', service, clock).ask(certificate, anchor),
          ),
        );
      expect((await ask()).map(({ status }) => status)).toEqual(['good', 'good']);
      certification.revoke(authentication.serial, 'authentication', 'keyCompromise');
      expect((await ask()).map(({ status }) => status)).toEqual(['revoked', 'revoked']);
    },
  );
});

describe('The last day of a certificate', () => {
  const last = (issued: string, born: string) => notAfter(new Date(issued), born).toISOString();
  it.each([
    [
      'before the birthday of the year of issue',
      '2024-04-01T00:00:00Z',
      '1944-05-03',
      '2028-05-03T14:59:59.000Z',
    ],
    ['after it', '2024-06-01T00:00:00Z', '1944-05-03', '2029-05-03T14:59:59.000Z'],
    ['on it', '2024-05-03T03:00:00Z', '1944-05-03', '2029-05-03T14:59:59.000Z'],
    [
      'on it in Japan, the day before in UTC',
      '2024-05-02T15:30:00Z',
      '1944-05-03',
      '2029-05-03T14:59:59.000Z',
    ],
    ['with a birthday on 29 February', '2024-03-01T00:00:00Z', '1944-02-29', '2029-02-28T14:59:59.000Z'],
  ])('is the fifth birthday: issued %s', (_name, issued, born, expected) => {
    expect(last(issued, born)).toBe(expected);
  });
});

it.each([
  ['1944-05-03', '190503'],
  ['1989-01-07', '640107'],
  ['1989-01-08', '010108'],
  ['2019-04-30', '310430'],
  ['2019-05-01', '010501'],
])('the birth date %s opens the surface application as %s', (day, expected) => {
  expect(eraDate(day)).toBe(expected);
});

describe('The folder of the service', () => {
  it('is open to its owner only', () => {
    const own = join(folder, 'certification');
    expect(statSync(own).mode & 0o077).toBe(0);
    for (const name of readdirSync(own, { recursive: true, encoding: 'utf8' }))
      expect(statSync(join(own, name)).mode & 0o077).toBe(0);
  });

  it('is read again at the next start: same roots, same revocations', async () => {
    certification.revoke(child.authentication.serial, 'authentication');
    const before = certification.revocationList('authentication', '990019');
    closeCertification(folder);
    const again = await openCertification(folder, clock);
    expect(again).not.toBe(certification);
    expect(again.anchors.authentication.equals(certification.anchors.authentication)).toBe(true);
    expect(again.revocationList('authentication', '990019').equals(before)).toBe(true);
  });

  it('made by an earlier version gets what it lacks and keeps what it has', async () => {
    const earlier = mkdtempSync(join(tmpdir(), 'chanoma-earlier-'));
    try {
      const own = join(earlier, 'certification');
      cpSync(join(folder, 'certification'), own, { recursive: true });
      for (const name of readdirSync(own)) {
        if (/next|responder|holders|test/.test(name)) rmSync(join(own, name), { recursive: true });
      }
      const opened = await openCertification(earlier, clock);
      expect(opened.anchors.authentication.equals(certification.anchors.authentication)).toBe(true);
      expect(opened.nextAnchors.authentication.equals(certification.nextAnchors.authentication)).toBe(false);
      expect(opened.counter.citizens()).toEqual([]);
      const { serial } = adult.authentication;
      opened.revoke(serial, 'authentication');
      const list = opened.revocationList('authentication', '990019');
      expect(list.includes(Buffer.from(serial.padStart(8, '0'), 'hex'))).toBe(true);
    } finally {
      closeCertification(earlier);
      rmSync(earlier, { recursive: true, force: true });
    }
  });

  it('gives its roots to a demo only', () => {
    expect(readAnchors(folder, true)).toHaveLength(4);
    expect(readAnchors(folder, false)).toEqual([]);
  });
});

it('a serial that was never issued cannot be revoked', () => {
  expect(() => certification.revoke('deadbeef', 'authentication')).toThrow(RangeError);
});
