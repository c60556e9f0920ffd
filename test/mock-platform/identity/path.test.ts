import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { boolean, sequence } from '../../../mock-platform/src/certification/der.ts';
import { newRsaKey } from '../../../mock-platform/src/certification/keys.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import type { Purpose } from '../../../mock-platform/src/identity/certificates/path.ts';
import { validateFor } from '../../../mock-platform/src/identity/certificates/profile.ts';
import { CertificateRefused } from '../../../mock-platform/src/identity/certificates/refused.ts';
import { refusalCodes } from '../../../mock-platform/src/protocol/refusals.ts';
import { extension, ids, TestRoot, without } from './odd-certificates.ts';

const today = new Date('2026-11-20T03:00:00Z');

let root: TestRoot;
let signatureRoot: TestRoot;
let strangeRoot: TestRoot;
let key: KeyObject;
let good: Buffer;

beforeAll(async () => {
  [root, signatureRoot, strangeRoot, key] = await Promise.all([
    TestRoot.make('authentication'),
    TestRoot.make('signature'),
    TestRoot.make('authentication'),
    newRsaKey(),
  ]);
  good = await root.leaf(key);
}, 60_000);

function verdict(der: Uint8Array, purpose: Purpose = 'authentication', at = today): string {
  try {
    validateFor(purpose, parseCertificate(der), [signatureRoot.anchor, root.anchor], at);
    return 'good';
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    return error.code;
  }
}

describe('A certificate of 公的個人認証', () => {
  it('is good under its own root', () => {
    expect(verdict(good)).toBe('good');
    expect(validateFor('authentication', parseCertificate(good), [root.anchor], today)).toBe(root.anchor);
  });

  it('is refused when it is the signature certificate offered for authentication, and the reverse', async () => {
    const signature = await signatureRoot.leaf(key);
    expect(verdict(signature, 'signature')).toBe('good');
    expect(verdict(signature, 'authentication')).toBe('certificate.wrong-purpose');
    expect(verdict(good, 'signature')).toBe('certificate.wrong-purpose');
  });

  it('is refused when the other service issued it, even in the right form', async () => {
    const misissued = await signatureRoot.leaf(key, { extensions: root.extensions(key) });
    const named = await signatureRoot.leaf(key, { extensions: without(root.extensions(key), '2.5.29.35') });
    expect(verdict(misissued)).toBe('certificate.untrusted');
    expect(verdict(named)).toBe('certificate.wrong-purpose');
  });

  it('is not trusted under another root with the same name', async () => {
    expect(verdict(await strangeRoot.leaf(key))).toBe('certificate.untrusted');
    const withOurKeyIdentifier = await root.leaf(key, { signedBy: strangeRoot.key });
    expect(verdict(withOurKeyIdentifier)).toBe('certificate.untrusted');
  });

  it('finds the right one among roots that share a name', async () => {
    const certificate = parseCertificate(await strangeRoot.leaf(key));
    const anchors = [root.anchor, strangeRoot.anchor];
    expect(validateFor('authentication', certificate, anchors, today)).toBe(strangeRoot.anchor);
  });

  it('is not trusted after one bit of it was changed', () => {
    const changed = Buffer.from(good);
    changed[changed.length - 1]! ^= 1;
    expect(verdict(changed)).toBe('certificate.untrusted');
  });

  it('is good until 23:59:59 JST of its last day, and not a second longer', async () => {
    const birthday = await root.leaf(key, { notAfter: new Date('2028-05-03T14:59:59Z') });
    expect(verdict(birthday, 'authentication', new Date('2028-05-03T23:59:59.999+09:00'))).toBe('good');
    expect(verdict(birthday, 'authentication', new Date('2028-05-04T00:00:00+09:00'))).toBe(
      'certificate.expired',
    );
  });

  it('is refused before its first second', async () => {
    const later = await root.leaf(key, { notBefore: new Date('2026-11-20T03:00:01Z') });
    expect(verdict(later)).toBe('certificate.not-yet-valid');
  });

  it('is refused without its policy or with another', async () => {
    const own = root.extensions(key);
    const policyless = await root.leaf(key, { extensions: without(own, ids.policies) });
    expect(verdict(policyless)).toBe('certificate.wrong-policy');
    const other = signatureRoot.extensions(key).filter((one) => one.type === ids.policies);
    const swapped = await root.leaf(key, { extensions: [...without(own, ids.policies), ...other] });
    expect(verdict(swapped)).toBe('certificate.wrong-policy');
  });

  it('is refused with a critical extension that nobody here understands', async () => {
    const strange = (critical: boolean) =>
      root.leaf(key, { extensions: [...root.extensions(key), extension('1.2.3.4', critical, sequence())] });
    expect(verdict(await strange(true))).toBe('certificate.critical-extension');
    expect(verdict(await strange(false))).toBe('good');
  });

  it('is refused without the extended key usage or the key usage of its kind', async () => {
    const own = root.extensions(key);
    for (const type of [ids.extendedKeyUsage, ids.keyUsage]) {
      const lacking = await root.leaf(key, { extensions: without(own, type) });
      expect(verdict(lacking)).toBe('certificate.wrong-purpose');
    }
  });

  it('is refused when it claims to be an authority', async () => {
    const authority = extension(ids.basicConstraints, true, sequence(boolean(true)));
    const claiming = await root.leaf(key, { extensions: [...root.extensions(key), authority] });
    expect(verdict(claiming)).toBe('certificate.wrong-purpose');
  });

  it('is malformed with bytes after its end', () => {
    expect(verdict(Buffer.concat([good, Buffer.from([0])]))).toBe('certificate.malformed');
  });
});

describe('Hostile bytes', () => {
  const stable = new Set<string>(['good', ...refusalCodes]);

  it('random ones are malformed, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(verdict(bytes)).toBe('certificate.malformed');
      }),
      { numRuns: 500 },
    );
  });

  it('a good certificate with some octets changed is never good and gets a stable code', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, by] of changes) bytes[at % bytes.length]! ^= by;
        fc.pre(!bytes.equals(good));
        const said = verdict(bytes);
        expect(stable).toContain(said);
        expect(said).not.toBe('good');
      }),
      { numRuns: 400 },
    );
  });

  it('a certificate cut off anywhere is malformed', () => {
    for (let length = 0; length < good.length; length += 1) {
      expect(verdict(good.subarray(0, length))).toBe('certificate.malformed');
    }
  });
});
