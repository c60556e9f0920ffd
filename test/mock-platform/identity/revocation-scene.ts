import { beforeAll, beforeEach } from 'vitest';
import { signRevocationList } from '../../../mock-platform/src/certification/crl.ts';
import { newRsaKey, spki } from '../../../mock-platform/src/certification/keys.ts';
import { authorityName } from '../../../mock-platform/src/certification/names.ts';
import { answerStatusRequest } from '../../../mock-platform/src/certification/ocsp.ts';
import type { IssuedCertificate } from '../../../mock-platform/src/certification/register.ts';
import {
  type Certificate,
  parseCertificate,
} from '../../../mock-platform/src/identity/certificates/certificate.ts';
import type { Fetch, Question } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { RevocationUnavailable } from '../../../mock-platform/src/identity/revocation/status.ts';
import { TestRoot } from './odd-certificates.ts';

export const MINUTE = 60_000;
export const SERIAL = '12345678';
export const start = new Date('2026-11-20T03:00:00Z');

export let root: TestRoot;
export let strange: TestRoot;
export let certificate: Certificate;
export let now: Date;
export let asked: { url: string; question: Question }[];

export const clock = () => now;
export const startPlus = (ms: number) => new Date(start.getTime() + ms);
export const authority = (of: TestRoot) => ({
  certificate: of.anchor.certificate.der,
  key: of.key,
  spki: spki(of.key),
});
export const revoked: IssuedCertificate = {
  authority: 'authentication',
  serial: SERIAL,
  municipality: '990019',
  notAfter: '2029-01-01T00:00:00Z',
  revoked: { at: '2026-11-01T00:00:00Z', reason: 'keyCompromise' },
};

/** A certification service that answers what the test says. */
export const service =
  (answer: (question: Question) => Buffer | number): Fetch =>
  async (url, question) => {
    asked.push({ url, question });
    const body = answer(question);
    return typeof body === 'number'
      ? { status: body, etag: undefined, body: Buffer.alloc(0) }
      : { status: 200, etag: '"1"', body };
  };

export const nobody: Fetch = async () => {
  throw new RevocationUnavailable('no answer');
};

export const list = (entries: IssuedCertificate[], at = start, by = root, municipality = '990019') =>
  signRevocationList('authentication', municipality, entries, authority(by), at);

export const status =
  (found: IssuedCertificate | undefined, at = start, by = root) =>
  (question: Question) =>
    answerStatusRequest(
      Buffer.from(question.body!),
      [{ ...authority(by), name: authorityName('authentication'), find: () => found }],
      at,
    );

export const good: IssuedCertificate = { ...revoked, revoked: undefined as never };

/** Moves the clock; every test begins at `start`. */
export const setNow = (at: Date): void => {
  now = at;
};

/** Makes the roots before the tests of a file, and begins each of them anew. */
export function useRevocation(): void {
  beforeAll(async () => {
    [root, strange] = await Promise.all([TestRoot.make('authentication'), TestRoot.make('authentication')]);
    certificate = parseCertificate(await root.leaf(await newRsaKey(), { serial: SERIAL }));
  }, 60_000);
  beforeEach(() => {
    now = start;
    asked = [];
  });
}
