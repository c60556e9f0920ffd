import { sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isCardSignature } from '../../../../mock-platform/src/identity/certificates/algorithms.ts';
import { ValidatedCertificates } from '../../../../mock-platform/src/identity/certificates/cache.ts';
import { parseCertificate } from '../../../../mock-platform/src/identity/certificates/certificate.ts';
import { type Anchor, issuerKeyOf } from '../../../../mock-platform/src/identity/certificates/path.ts';
import { validateFor } from '../../../../mock-platform/src/identity/certificates/profile.ts';
import { CertificateRefused } from '../../../../mock-platform/src/identity/certificates/refused.ts';
import { readAnchors } from '../../../../mock-platform/src/identity/certificates/trust.ts';
import { refusalCodes } from '../../../../mock-platform/src/protocol/refusals.ts';
import { authority, day, extensions, leaf, newKey, newRsa, type Party, root, today } from './making.ts';

const NAME =
  'C=JP, O=JPKI, OU=JPKI for user authentication, OU=Japan Agency for Local Authority Information Systems';
const profile = [
  extensions.extendedKeyUsage('1.3.6.1.5.5.7.3.2'),
  extensions.policies('1.2.392.200149.8.5.1.3.30'),
];
const anchorOf = (party: Party): Anchor => {
  const certificate = parseCertificate(party.der);
  return { purpose: 'authentication', certificate, issuerKey: issuerKeyOf(certificate) };
};

const current = root(NAME, newRsa());
const next = root(NAME, newKey('P-384'));
const anchors = [anchorOf(current), anchorOf(next)];

function verdict(der: Buffer, at = today): string {
  try {
    return validateFor('authentication', parseCertificate(der), anchors, at).issuerKey;
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    return error.code;
  }
}

describe('Two generations of cards under roots of one name', () => {
  const old = leaf(current, profile, { key: newRsa() });
  const young = leaf(next, profile, { key: newKey('P-384') });

  it('each finds its own root by signature and key identifier', () => {
    expect(verdict(old.der)).toBe(anchors[0]!.issuerKey);
    expect(verdict(young.der)).toBe(anchors[1]!.issuerKey);
    const plain = { extensions: [extensions.keyUsage(0), ...profile] };
    expect(verdict(leaf(next, [], plain).der)).toBe(anchors[1]!.issuerKey);
    expect(verdict(leaf(next, profile, { signer: current.key }).der)).toBe('certificate.untrusted');
  });

  it('cards prove themselves each in its own way', () => {
    const message = Buffer.from('challenge');
    const [rsaKey, ecKey] = [parseCertificate(old.der).publicKey, parseCertificate(young.der).publicKey];
    const rsaSignature = sign('sha256', message, old.key);
    const raw = sign('sha384', message, { key: young.key, dsaEncoding: 'ieee-p1363' });
    expect(raw).toHaveLength(96);
    expect(isCardSignature(rsaKey, message, rsaSignature)).toBe(true);
    expect(isCardSignature(ecKey, message, raw)).toBe(true);
    expect(isCardSignature(rsaKey, message, raw)).toBe(false);
    expect(isCardSignature(ecKey, message, rsaSignature)).toBe(false);
    expect(isCardSignature(ecKey, message, sign('sha384', message, young.key))).toBe(false);
    expect(isCardSignature(ecKey, Buffer.from('another'), raw)).toBe(false);
    expect(isCardSignature(rsaKey, message, sign('sha384', message, old.key))).toBe(false);
    const small = newKey('P-256');
    const other = parseCertificate(leaf(next, [], { key: small }).der).publicKey;
    const byOther = sign('sha384', message, { key: small, dsaEncoding: 'ieee-p1363' });
    expect(isCardSignature(other, message, byOther)).toBe(false);
  });

  it('every reason of path validation has a code that the television knows', () => {
    const wrong = [
      leaf(authority(current, NAME), profile),
      leaf(current, profile, { key: newKey('secp256k1') }),
      leaf(current, profile, { version: 1 }),
      leaf(current, profile, { serial: 0 }),
      leaf(current, [...profile, extensions.policyConstraints(0), extensions.authority()]),
    ];
    for (const { der } of wrong) expect(refusalCodes).toContain(verdict(der));
    expect(verdict(wrong[1]!.der)).toBe('certificate.malformed');
    expect(verdict(wrong[3]!.der)).toBe('certificate.malformed');
  });
});

describe('Validated certificates', () => {
  const short = leaf(current, profile, { from: day('2026-11-01'), to: new Date('2026-11-30T14:59:59Z') }).der;

  it('are remembered as long as they and their root are valid', () => {
    const known = new ValidatedCertificates();
    const first = known.validate('authentication', short, anchors, today);
    expect(known.validate('authentication', Buffer.from(short), anchors, today)).toMatchObject({
      certificate: first.certificate,
    });
    const late = new Date('2026-12-01T00:00:00+09:00');
    expect(() => known.validate('authentication', short, anchors, late)).toThrow('certificate.expired');
    expect(() => known.validate('authentication', short, anchors, day('2026-10-01'))).toThrow(
      'not-yet-valid',
    );
    expect(known.size).toBe(0);
  });

  it('count for one purpose and one set of roots', () => {
    const known = new ValidatedCertificates();
    known.validate('authentication', short, anchors, today);
    expect(() => known.validate('signature', short, anchors, today)).toThrow('certificate.wrong-purpose');
    expect(() => known.validate('authentication', short, [anchors[1]!], today)).toThrow(CertificateRefused);
  });

  it('refusals are not remembered, and no more than the limit is', () => {
    const known = new ValidatedCertificates(3);
    const strange = leaf(root(NAME), profile).der;
    expect(() => known.validate('authentication', strange, anchors, today)).toThrow('certificate.untrusted');
    expect(known.size).toBe(0);
    for (let count = 0; count < 5; count += 1) {
      known.validate('authentication', leaf(next, profile).der, anchors, today);
    }
    expect(known.size).toBe(3);
  });
});

describe('Test roots of 公的個人認証', () => {
  it('are trusted in the demo alone', () => {
    const data = mkdtempSync(join(tmpdir(), 'chanoma-trust-'));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    try {
      for (const folder of ['trust/authentication', 'trust/demo/authentication']) {
        mkdirSync(join(data, folder), { recursive: true });
        writeFileSync(
          join(data, folder, 'test.cer'),
          root('C=JP, O=JPKI-TEST, OU=JPKI for user authentication').der,
        );
        writeFileSync(join(data, folder, 'real.cer'), current.der);
      }
      expect(readAnchors(data, true)).toHaveLength(2);
      expect(readAnchors(data, false).map(({ issuerKey }) => issuerKey)).toEqual([anchors[0]!.issuerKey]);
      expect(warn).toHaveBeenCalledOnce();
    } finally {
      warn.mockRestore();
      rmSync(data, { recursive: true });
    }
  });
});
