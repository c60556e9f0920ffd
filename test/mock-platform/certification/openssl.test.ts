import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certification,
  type IssuedCard,
  openCertification,
} from '../../../mock-platform/src/certification/index.ts';
import { parseCertificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { writeStatusRequest } from '../../../mock-platform/src/identity/revocation/ocsp-request.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'chanoma-openssl-'));
const file = (name: string) => join(folder, name);
const openssl = (...options: string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', options, { cwd: folder, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;

let certification: Certification;

const order = (name: string, generation: 'current' | 'next') => ({
  generation,
  municipality: '990019',
  name,
  address: 'ひより町山手一丁目',
  birthDate: '1944-05-03',
  sex: 'female' as const,
  withSignature: true,
  issuedAt: new Date(Date.now() - 86_400_000),
  cardName: 'card',
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasOpenssl).each(['current', 'next'] as const)(
  'OpenSSL about cards of the %s generation',
  (generation) => {
    let anchors: Certification['anchors'];
    let good: IssuedCard;
    let revoked: IssuedCard;

    beforeAll(async () => {
      certification = await openCertification(join(folder, 'data'), () => new Date());
      [good, revoked] = await Promise.all([
        certification.issueCard(order('若葉 はな', generation)),
        certification.issueCard(order('若葉 ふみ', generation)),
      ]);
      anchors = generation === 'next' ? certification.nextAnchors : certification.anchors;
      certification.revoke(revoked.authentication.serial, 'authentication', 'keyCompromise');
      for (const [name, card] of [
        ['good', good],
        ['revoked', revoked],
      ] as const) {
        for (const kind of ['authentication', 'signature'] as const) {
          const der = Buffer.from(card.file[kind]!.certificate, 'base64');
          writeFileSync(file(`${name}-${kind}.pem`), pem('CERTIFICATE', der));
        }
      }
      for (const kind of ['authentication', 'signature'] as const) {
        writeFileSync(file(`${kind}-root.pem`), pem('CERTIFICATE', anchors[kind]));
        const list = certification.revocationList(kind, '990019', generation);
        writeFileSync(file(`${kind}.crl`), pem('X509 CRL', list));
        const complete = certification.revocationList(kind, undefined, generation);
        writeFileSync(file(`${kind}-complete.crl`), pem('X509 CRL', complete));
      }
    }, 60_000);

    const verify = (name: string, kind: string, ...options: string[]) =>
      verifyBy(kind, name, kind, ...options);
    const verifyBy = (list: string, name: string, kind: string, ...options: string[]) =>
      openssl(
        'verify',
        '-x509_strict',
        '-crl_check',
        ...options,
        '-CAfile',
        `${kind}-root.pem`,
        '-CRLfile',
        `${list}.crl`,
        `${name}-${kind}.pem`,
      );

    it('accepts both certificates of a good card, with the list of its municipality', () => {
      expect(verify('good', 'authentication', '-purpose', 'sslclient')).toMatchObject({ status: 0 });
      expect(verify('good', 'signature')).toMatchObject({ status: 0 });
    });

    it('refuses the revoked certificate, whose signature certificate stays good', () => {
      const { status, said } = verify('revoked', 'authentication', '-purpose', 'sslclient');
      expect(status).not.toBe(0);
      expect(said).toContain('certificate revoked');
      expect(verify('revoked', 'signature')).toMatchObject({ status: 0 });
    });

    it('comes to the same with the complete list', () => {
      expect(verifyBy('authentication-complete', 'good', 'authentication')).toMatchObject({ status: 0 });
      expect(verifyBy('authentication-complete', 'revoked', 'authentication').said).toContain('revoked');
    });

    it('finds the lists signed by the root, numbered, and each for its partition', () => {
      const read = (list: string) =>
        openssl('crl', '-in', `${list}.crl`, '-CAfile', 'authentication-root.pem', '-noout', '-text').said;
      const partition = read('authentication');
      expect(partition).toContain('verify OK');
      expect(partition).toMatch(/X509v3 CRL Number: \n/);
      expect(partition).toMatch(/Issuing Distribution Point: critical[\s\S]*CN = 990019 CRLDP/);
      expect(partition).toContain(generation === 'next' ? 'ecdsa-with-SHA384' : 'sha256WithRSAEncryption');
      expect(read('authentication-complete')).not.toContain('Issuing Distribution Point');
    });

    it('does not find the list of another municipality fit for the certificate', () => {
      const other = certification.revocationList('authentication', '990027', generation);
      writeFileSync(file('other.crl'), pem('X509 CRL', other));
      const { status, said } = openssl(
        'verify',
        '-crl_check',
        '-CAfile',
        'authentication-root.pem',
        '-CRLfile',
        'other.crl',
        'good-authentication.pem',
      );
      expect(status).not.toBe(0);
      expect(said).toMatch(/CRL scope|unable to get certificate CRL/);
    });

    function askStatus(name: string, ...options: string[]): string {
      const base = [
        'ocsp',
        '-issuer',
        'authentication-root.pem',
        ...options,
        '-cert',
        `${name}-authentication.pem`,
      ];
      const request = file(`${name}.req`);
      execFileSync('openssl', [...base, '-reqout', request], { cwd: folder, stdio: 'pipe' });
      const answer = certification.answerStatusRequest('authentication', readFileSync(request));
      writeFileSync(file(`${name}.resp`), answer);
      // without `-no_nonce` it would put a new nonce into the request that was answered
      const check = [
        '-no_nonce',
        '-reqin',
        request,
        '-respin',
        `${name}.resp`,
        '-CAfile',
        'authentication-root.pem',
      ];
      return openssl(...base, ...check).said;
    }

    it.each([[[]], [['-sha256']]])('accepts the status answers with its nonce %s', (options) => {
      const said = askStatus('good', ...options);
      expect(said).toContain('Response verify OK');
      expect(said).toMatch(/good-authentication\.pem: good/);
      expect(said).not.toMatch(/nonce|WARNING/i);
      expect(askStatus('revoked', ...options)).toMatch(/: revoked[\s\S]*keyCompromise/);
    });

    it('reads identity’s own status request', () => {
      const leaf = parseCertificate(Buffer.from(good.file.authentication!.certificate, 'base64'));
      const root = parseCertificate(anchors.authentication);
      writeFileSync(file('own.req'), writeStatusRequest(leaf, root, Buffer.alloc(32, 7)));
      const { said } = openssl('ocsp', '-reqin', 'own.req', '-req_text');
      // OpenSSL writes whole bytes.
      const serial = good.authentication.serial.padStart(8, '0').toUpperCase();
      expect(said).toMatch(new RegExp(`Serial Number: (?:00)*${serial.replace(/^(?:00)+/, '')}`));
      expect(said).toMatch(/Nonce/);
    });
  },
);
