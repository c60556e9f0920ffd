import { spawnSync } from 'node:child_process';
import { type KeyObject, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oid, sequence } from '../../../mock-platform/src/certification/der.ts';
import { newRsaKey } from '../../../mock-platform/src/certification/keys.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { readStatusAnswer } from '../../../mock-platform/src/identity/revocation/ocsp-answer.ts';
import { writeStatusRequest } from '../../../mock-platform/src/identity/revocation/ocsp-request.ts';
import { extension, ids, TestRoot, without } from './odd-certificates.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'chanoma-responder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
const keyPem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' });
const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);

describe.skipIf(!hasOpenssl)('OpenSSL as the status responder', () => {
  let root: TestRoot;
  let certificate: Certificate;
  let responderKey: KeyObject;

  beforeAll(async () => {
    let key: KeyObject;
    [root, key, responderKey] = await Promise.all([
      TestRoot.make('authentication'),
      newRsaKey(),
      newRsaKey(),
    ]);
    certificate = parseCertificate(await root.leaf(key, { serial: '1b2c3d4e' }));
    write('root.pem', pem(root.anchor.certificate.der));
    write('root.key', keyPem(root.key));
    write('responder.key', keyPem(responderKey));
  }, 60_000);

  /** A certificate for the responder by the root; without `purpose` it may authenticate persons only. */
  async function appoint(purpose?: string, by = root): Promise<void> {
    const own = root.extensions(responderKey);
    const usage = purpose
      ? [
          ...without(own, ids.extendedKeyUsage),
          extension(ids.extendedKeyUsage, false, sequence(oid(purpose))),
        ]
      : own;
    write('responder.pem', pem(await root.leaf(responderKey, { extensions: usage, signedBy: by.key })));
  }

  function ask(signer: string, state = 'V\t290101000000Z\t'): string {
    const nonce = randomBytes(32);
    write('request', writeStatusRequest(certificate, root.anchor.certificate, nonce));
    write('index', `${state}\t1B2C3D4E\tunknown\t/C=JP/CN=x\n`);
    const { status, stderr } = spawnSync(
      'openssl',
      [
        ...[
          'ocsp',
          '-index',
          'index',
          '-CA',
          'root.pem',
          '-rsigner',
          `${signer}.pem`,
          '-rkey',
          `${signer}.key`,
        ],
        ...['-reqin', 'request', '-respout', 'answer', '-nmin', '5'],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    const answer = readFileSync(join(folder, 'answer'));
    return readStatusAnswer(answer, certificate, root.anchor.certificate, nonce, new Date()).status;
  }

  it('is understood when the root itself answers', () => {
    expect(ask('root')).toBe('good');
    expect(ask('root', 'R\t290101000000Z\t261101000000Z,keyCompromise')).toBe('revoked');
  });

  it('is believed when the root has appointed it', async () => {
    await appoint(OCSP_SIGNING);
    expect(ask('responder')).toBe('good');
  });

  it('is not believed with a person’s certificate of the same root', async () => {
    await appoint();
    expect(() => ask('responder')).toThrow(/not signed by the authority/);
  });

  it('is not believed when another root of the same name appointed it', async () => {
    await appoint(OCSP_SIGNING, await TestRoot.make('authentication'));
    expect(() => ask('responder')).toThrow(/not signed by the authority/);
  });
});
