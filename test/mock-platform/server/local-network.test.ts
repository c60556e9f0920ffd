import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlatformModule } from '../../../mock-platform/src/server/context.ts';
import { openKeyFolder } from '../../../mock-platform/src/server/key-folder.ts';
import { localNetworkCertificate } from '../../../mock-platform/src/server/local-network/certificate.ts';
import { openDoor } from '../../../mock-platform/src/server/local-network/door.ts';
import { isOpenToLocalNetwork } from '../../../mock-platform/src/server/local-network/open-paths.ts';
import { phoneAddress } from '../../../mock-platform/src/server/local-network/phone-address.ts';
import { requireOwnOrigin } from '../../../mock-platform/src/server/own-addresses.ts';
import type { RunningPlatform } from '../../../mock-platform/src/server/platform.ts';
import { ask, startTestPlatform, testConfiguration } from '../platform.ts';

/** A second address of this machine, as Linux has it without any set-up. */
const host = '127.0.0.2';
const name = 'chanoma.example';

const trial: PlatformModule = {
  name: 'trial',
  migrations: {},
  routes(app) {
    app.get('/console/trial', async (_request, reply) =>
      reply.header('set-cookie', 'a=1; HttpOnly').send({ open: true }),
    );
    app.post('/console/trial', { onRequest: requireOwnOrigin }, async () => ({ open: true }));
    app.get('/living-room/room', async () => ({ open: false }));
  },
};

describe.skipIf(process.platform !== 'linux')('The local network (needs 127.0.0.2)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-network-'));
  let platform: RunningPlatform;
  let port: number;
  beforeAll(async () => {
    const localNetwork = { host, port: 0, url: `https://${name}:0` };
    platform = await startTestPlatform({ modules: [trial] }, { dataDirectory: folder, localNetwork });
    port = platform.localNetwork!.port;
  });
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true });
  });

  /** A request by TLS to the second address, with exactly these headers. */
  const askThere = (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<{ status: number; body: string; cookies: string[]; certificate: X509Certificate }> =>
    new Promise((done, fail) => {
      const target = { host, port, path, method, rejectUnauthorized: false, agent: false as const };
      const request = httpsRequest(
        { ...target, headers: { host: `${host}:${port}`, ...headers } },
        (answer) => {
          const certificate = new X509Certificate((answer.socket as TLSSocket).getPeerCertificate(true).raw);
          let body = '';
          answer.on('data', (part) => {
            body += String(part);
          });
          answer.on('end', () =>
            done({
              status: answer.statusCode!,
              body,
              cookies: answer.headers['set-cookie'] ?? [],
              certificate,
            }),
          );
        },
      );
      request.on('error', fail);
      request.end();
    });

  it('opens what is for phones and tablets, and keeps everything else to this machine', async () => {
    expect((await askThere('/console/trial')).body).toBe('{"open":true}');
    for (const path of ['/living-room/room', '/healthz', '/console%2Ftrial', '//console/trial']) {
      const answer = await askThere(path);
      expect([path, answer.status, JSON.parse(answer.body).code]).toEqual([path, 404, 'request.not-found']);
    }
    expect((await ask(`${platform.url}/living-room/room`)).status).toBe(200);
    expect((await ask(`${platform.url}/console/trial`)).status).toBe(200);
  });

  it('takes the address and the name that stands in links, in either place, and no other', async () => {
    const codeOf = async (headers: Record<string, string>, method: string) => {
      const { status, body } = await askThere('/console/trial', headers, method);
      return status === 200 ? 200 : JSON.parse(body).code;
    };
    const hosts = [`${host}:${port}`, `${name}:${port}`, `CHANOMA.example:${port}`];
    for (const one of hosts) expect([one, await codeOf({ host: one }, 'GET')]).toEqual([one, 200]);
    for (const one of [host, `localhost:${port}`, `evil.example:${port}`])
      expect([one, await codeOf({ host: one }, 'GET')]).toEqual([one, 'request.host']);
    for (const one of hosts.slice(0, 2))
      expect([one, await codeOf({ origin: `https://${one}` }, 'POST')]).toEqual([one, 200]);
    for (const origin of [`http://${host}:${port}`, platform.url, 'null', `https://${host}`])
      expect([origin, await codeOf({ origin }, 'POST')]).toEqual([origin, 'request.origin']);
  });

  it('does not let its name in over loopback, nor plain HTTP over the network', async () => {
    const answer = await ask(`${platform.url}/console/trial`, { headers: { host: `${name}:${port}` } });
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([403, 'request.host']);
    await expect(ask(`http://${host}:${port}/console/trial`, { address: host })).rejects.toThrow();
  });

  it('keeps its cookies to TLS; those of loopback stay as they are', async () => {
    expect((await askThere('/console/trial')).cookies).toEqual(['a=1; HttpOnly; Secure']);
    expect((await ask(`${platform.url}/console/trial`)).headers['set-cookie']).toEqual(['a=1; HttpOnly']);
  });

  it('shows a certificate for both names that it made, and tells its fingerprint', async () => {
    const { certificate } = await askThere('/console/trial');
    expect([certificate.checkIP(host), certificate.checkHost(name)]).toEqual([host, name]);
    expect(certificate.ca).toBe(false);
    expect(certificate.fingerprint256).toBe(platform.localNetwork?.fingerprint);
  });

  it('names a taken port, and an address of another machine', async () => {
    const refused = (one: { host: string; port: number }) =>
      openDoor({ ...one, url: `https://${name}` }, () => undefined, {
        keys: openKeyFolder(':memory:'),
        clock: () => new Date(),
      });
    await expect(refused({ host, port })).rejects.toMatchObject({ code: 'platform.port-taken' });
    await expect(refused({ host: '203.0.113.9', port: 0 })).rejects.toMatchObject({
      code: 'platform.not-our-address',
      message: expect.stringContaining('203.0.113.9'),
    });
  });
});

describe('The certificate of the local network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-certificate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const keys = openKeyFolder(folder);
  const at = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * 24 * 3600_000);

  it('is kept for its owner only, and made anew before it runs out, for other names, and when damaged', async () => {
    const first = await localNetworkCertificate(keys, [host], at(0));
    expect(await localNetworkCertificate(keys, [host], at(366))).toEqual(first);
    const [file = ''] = readdirSync(join(folder, 'keys'));
    const path = join(folder, 'keys', file);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain(first.cert.trim());

    const renewed = await localNetworkCertificate(keys, [host], at(368));
    expect(renewed.fingerprint).not.toBe(first.fingerprint);
    expect(new Date(new X509Certificate(renewed.cert).validTo) > at(368 + 390)).toBe(true);
    const other = await localNetworkCertificate(keys, [host, name], at(369));
    expect(new X509Certificate(other.cert).subjectAltName).toBe(`IP Address:${host}, DNS:${name}`);
    expect(other.key).not.toBe(renewed.key);

    keys.remove(file);
    keys.readOrCreate(file, () => Buffer.from('half a file'));
    expect((await localNetworkCertificate(keys, [host], at(370))).cert).toContain('BEGIN CERTIFICATE');
    expect(readdirSync(join(folder, 'keys'))).toEqual([file]);
  });
});

describe('An address for phones', () => {
  const path = '/oidc/device?user_code=1234-5678';
  it.each([
    [{}, { missing: 'public-address.missing' }],
    [{ publicUrl: 'https://tv.example/' }, { address: `https://tv.example${path}` }],
    [
      { localNetwork: { host, port: 8083, url: 'https://127.0.0.2:8083' } },
      { address: `https://127.0.0.2:8083${path}` },
    ],
  ])('%j', (configured, found) => {
    const configuration = { ...testConfiguration, ...configured };
    expect(phoneAddress({ configuration }, path)).toEqual(found);
  });

  it('is only given of pages that the network may open', () => {
    expect(() => phoneAddress({ configuration: testConfiguration }, '/living-room/staff')).toThrow(
      'open-paths',
    );
  });

  it.each([
    ['/console/towns/990019', true],
    ['/pages/town.1a2b.js', true],
    ['/identity/consent/AbC-1', true],
    ['/identity/consent.css', true],
    ['/oidc/device/abc', true],
    ['/payment/mock-provider/AbC-1', true],
    ['/booking/calendars/AbC-1', true],
    ['/booking/bookings', false],
    ['/payment/provider-events', false],
    ['/oidc/device/auth', false],
    ['/oidc/token', false],
    ['/oidc/auth', false],
    ['/', false],
    ['/pages/living-room.1a2b.js', false],
    ['/pages/../living-room/room', false],
    ['/identity/staff/applications', false],
    ['/boxes/stream', false],
    ['/health/fhir/Observation', false],
    ['/certification/counter', false],
    ['/portal', false],
    ['https://localhost/console/towns/990019', false],
  ])('%s is open: %s', (address, open) => expect(isOpenToLocalNetwork(address)).toBe(open));
});
