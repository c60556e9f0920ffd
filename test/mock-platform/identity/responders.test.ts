import type { KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signRevocationList } from '../../../mock-platform/src/certification/crl.ts';
import { newRsaKey, spki } from '../../../mock-platform/src/certification/keys.ts';
import { authorityName } from '../../../mock-platform/src/certification/names.ts';
import { answerStatusRequest } from '../../../mock-platform/src/certification/ocsp.ts';
import { responderExtensions } from '../../../mock-platform/src/certification/profile.ts';
import type { IssuedCertificate } from '../../../mock-platform/src/certification/register.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { createListSource } from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import { type Fetch, fetchOverHttp } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { createStatusSource } from '../../../mock-platform/src/identity/revocation/ocsp-source.ts';
import { RevocationUnavailable } from '../../../mock-platform/src/identity/revocation/status.ts';
import { extension, TestRoot, without } from './odd-certificates.ts';

const NO_CHECK = '1.3.6.1.5.5.7.48.1.5';
const start = new Date('2026-11-20T03:00:00Z');
const good = {
  authority: 'authentication',
  serial: '1b2c3d4e',
  municipality: '990019',
  notAfter: '2029-01-01T00:00:00Z',
} as IssuedCertificate;

let root: TestRoot;
let responderKey: KeyObject;
let certificate: Certificate;
let now: Date;
const clock = () => now;
const isRefused = expect.objectContaining({ name: 'RevocationUnavailable' });

beforeAll(async () => {
  [root, responderKey] = await Promise.all([TestRoot.make('authentication'), newRsaKey()]);
  certificate = parseCertificate(await root.leaf(await newRsaKey(), { serial: good.serial }));
}, 60_000);
beforeEach(() => {
  now = start;
});

const issuer = () => ({
  certificate: root.anchor.certificate.der,
  key: root.key,
  spki: spki(root.key),
  name: authorityName('authentication'),
});
/** A certification service whose answers a responder with this certificate signs. */
const answeredBy =
  (responder: Buffer): Fetch =>
  async (_url, { body }) => {
    const by = { certificate: responder, key: responderKey };
    const answering = { ...issuer(), responder: by, find: () => good };
    const answer = answerStatusRequest(Buffer.from(body!), [answering], now);
    return { status: 200, etag: undefined, body: answer };
  };
const usual = () => responderExtensions(spki(responderKey), spki(root.key));
const appoint = (change: Parameters<TestRoot['leaf']>[1] = {}) =>
  root.leaf(responderKey, { serial: '77', extensions: usual(), ...change });
const ask = async (responder: Promise<Buffer>, responders?: ReturnType<typeof createListSource>) =>
  createStatusSource('http://ca', answeredBy(await responder), clock, responders ? { responders } : {}).ask(
    certificate,
    root.anchor,
  );

describe('A responder that the issuer appointed', () => {
  it.each<[string, () => Parameters<TestRoot['leaf']>[1]]>([
    [
      'with a critical extension that nobody understands',
      () => ({
        extensions: [...usual(), extension('1.2.3.4', true, Buffer.from('0500', 'hex'))],
      }),
    ],
    [
      'that may issue certificates itself',
      () => ({
        extensions: [...usual(), extension('2.5.29.19', true, Buffer.from('30030101ff', 'hex'))],
      }),
    ],
    ['whose certificate has ended', () => ({ notAfter: new Date(start.getTime() - 1000) })],
    ['whose certificate has not begun', () => ({ notBefore: new Date(start.getTime() + 1000) })],
  ])('%s is not believed', async (_what, change) => {
    await expect(ask(appoint(change()))).rejects.toEqual(isRefused);
    await expect(ask(appoint())).resolves.toEqual({ status: 'good' });
  });

  it('is checked once and not believed any more when its certificate ends', async () => {
    const source = createStatusSource(
      'http://ca',
      answeredBy(await appoint({ notAfter: new Date(start.getTime() + 60_000) })),
      clock,
    );
    await expect(source.ask(certificate, root.anchor)).resolves.toEqual({ status: 'good' });
    now = new Date(start.getTime() + 61_000);
    await expect(source.ask(certificate, root.anchor)).rejects.toEqual(isRefused);
  });

  it('must be asked about itself when the issuer does not say otherwise (id-pkix-ocsp-nocheck)', async () => {
    const checked = [
      ...without(usual(), NO_CHECK),
      ...root.extensions(responderKey).filter(({ type }) => type === '2.5.29.31'),
    ];
    const responder = appoint({ extensions: checked });
    const lists = (revoked: boolean) => {
      const entry = { ...good, serial: '77', revoked: { at: start.toISOString(), reason: 'keyCompromise' } };
      const entries = revoked ? [entry as IssuedCertificate] : [];
      const body = signRevocationList('authentication', '990019', entries, issuer(), start);
      return createListSource('http://ca', async () => ({ status: 200, etag: undefined, body }), clock);
    };
    await expect(ask(responder)).rejects.toEqual(isRefused);
    await expect(ask(responder, lists(true))).rejects.toEqual(isRefused);
    await expect(ask(responder, lists(false))).resolves.toEqual({ status: 'good' });
  });
});

describe('Questions about one certificate', () => {
  it('are shared as long as they wait, never once they are sent', async () => {
    const answers: (() => void)[] = [];
    const byRoot: Fetch = async (_url, { body }) => {
      await new Promise<void>((answer) => answers.push(answer));
      const answer = answerStatusRequest(Buffer.from(body!), [{ ...issuer(), find: () => good }], now);
      return { status: 200, etag: undefined, body: answer };
    };
    const source = createStatusSource('http://ca', byRoot, clock, { concurrency: 1 });
    const put: string[] = [];
    const asking = ['first', 'second', 'third'].map((who) =>
      source.ask(certificate, root.anchor, () => put.push(who)),
    );
    expect(put).toEqual(['first']);
    answers.shift()?.();
    await asking[0];
    await new Promise(setImmediate);
    const late = source.ask(certificate, root.anchor, () => put.push('late'));
    expect(put).toEqual(['first', 'second']);
    answers.shift()?.();
    await Promise.all([asking[1], asking[2]]);
    await new Promise(setImmediate);
    answers.shift()?.();
    await late;
    expect(put).toEqual(['first', 'second', 'late']);
  });
});

describe('Connections to the certification service', () => {
  let server: Server;
  let url: string;
  let connections: number;

  beforeAll(async () => {
    server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      request.resume();
      if (request.url === '/slow') return;
      if (request.url === '/moved') response.writeHead(302, { location: '/' }).end();
      else if (request.url === '/cut') response.writeHead(200, { 'content-length': 10 }).write('12345');
      else if (request.url === '/closing') response.end('last', () => request.socket.destroy());
      else response.setHeader('etag', '"1"').end('answer');
      if (request.url === '/cut') setImmediate(() => request.socket.destroy());
    });
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    connections = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const get = (path: string, limits = { milliseconds: 2000, bytes: 100 }) =>
    fetchOverHttp(url + path, { method: 'GET', limits });

  it('are kept for the next question', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { status, etag, body } = await get('/');
      expect([status, etag, Buffer.from(body).toString()]).toEqual([200, '"1"', 'answer']);
    }
    expect(connections).toBe(1);
  });

  it('that the service closed meanwhile are replaced without a word', async () => {
    await get('/closing');
    await expect(get('/')).resolves.toMatchObject({ status: 200 });
  });

  it('lead nowhere else, and never to half an answer, too large a one or an endless wait', async () => {
    await expect(get('/moved')).resolves.toMatchObject({ status: 302 });
    await expect(get('/cut')).rejects.toBeInstanceOf(RevocationUnavailable);
    await expect(get('/', { milliseconds: 2000, bytes: 3 })).rejects.toBeInstanceOf(RevocationUnavailable);
    await expect(get('/slow', { milliseconds: 50, bytes: 9 })).rejects.toBeInstanceOf(RevocationUnavailable);
    await expect(fetchOverHttp('http://127.0.0.1:9/', { method: 'GET' })).rejects.toBeInstanceOf(
      RevocationUnavailable,
    );
  });
});
