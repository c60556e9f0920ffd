import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { partitionName } from '../../../mock-platform/src/certification/names.ts';
import type { Certificate } from '../../../mock-platform/src/identity/certificates/certificate.ts';
import { createListSource } from '../../../mock-platform/src/identity/revocation/crl-source.ts';
import type { Fetch, Fetched, Question } from '../../../mock-platform/src/identity/revocation/fetch.ts';
import { readStatusAnswer } from '../../../mock-platform/src/identity/revocation/ocsp-answer.ts';
import { writeStatusRequest } from '../../../mock-platform/src/identity/revocation/ocsp-request.ts';
import { createStatusSource } from '../../../mock-platform/src/identity/revocation/ocsp-source.ts';
import {
  askRevocation,
  RevocationUnavailable,
  type StatusQuery,
} from '../../../mock-platform/src/identity/revocation/status.ts';
import {
  asked,
  certificate,
  clock,
  good,
  list,
  MINUTE,
  nobody,
  now,
  revoked,
  root,
  service,
  setNow,
  start,
  startPlus,
  status,
  strange,
  useRevocation,
} from './revocation-scene.ts';

useRevocation();

describe('Revocation lists', () => {
  const source = (answer: Buffer | number) =>
    createListSource(
      'http://ca',
      service(() => answer),
      clock,
    );
  const ask = (answer: Buffer | number) => source(answer).ask(certificate, root.anchor);

  it('say who was revoked and why, and are fetched from the partition of the certificate’s municipality', async () => {
    await expect(ask(list([revoked]))).resolves.toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    await expect(ask(list([]))).resolves.toEqual({ status: 'good' });
    const issuer = root.anchor.certificate.facts.subjectKeyIdentifier;
    expect(asked[0]?.url).toBe(`http://ca/crl/authentication/${issuer}/990019`);
  });

  it.each([
    ['of another city', () => list([], start, root, '990027')],
    ['signed by another root of the same name', () => list([], start, strange)],
    ['past its next update', () => list([], startPlus(-61 * MINUTE))],
    ['from the future', () => list([], startPlus(3 * MINUTE))],
    ['that is cut off', () => list([]).subarray(0, -1)],
    ['that is not there', () => 404],
  ])('%s count as no answer', async (_name, answer) => {
    await expect(ask(answer())).rejects.toThrow(RevocationUnavailable);
  });

  it('are kept for a minute, asked for again after it, and outlive an outage until their next update', async () => {
    let up = true;
    const sometimes = createListSource(
      'http://ca',
      (url, question) => (up ? service(() => list([], now))(url, question) : nobody(url, question)),
      clock,
    );
    await sometimes.ask(certificate, root.anchor);
    await sometimes.ask(certificate, root.anchor);
    expect(asked).toHaveLength(1);
    setNow(startPlus(2 * MINUTE));
    await sometimes.ask(certificate, root.anchor);
    expect(asked).toHaveLength(2);
    up = false;
    setNow(startPlus(50 * MINUTE));
    await expect(sometimes.ask(certificate, root.anchor)).resolves.toEqual({ status: 'good' });
    setNow(startPlus(63 * MINUTE));
    await expect(sometimes.ask(certificate, root.anchor)).rejects.toThrow(RevocationUnavailable);
  });

  it('are not replaced by an older one', async () => {
    const answers = [list([revoked]), list([], startPlus(-10 * MINUTE))];
    const rolledBack = createListSource(
      'http://ca',
      service(() => answers.shift()!),
      clock,
    );
    await rolledBack.ask(certificate, root.anchor);
    setNow(startPlus(2 * MINUTE));
    await expect(rolledBack.ask(certificate, root.anchor)).resolves.toMatchObject({ status: 'revoked' });
    expect(asked).toHaveLength(2);
  });
});

describe('Many revocation lists', () => {
  const municipalities = Array.from({ length: 40 }, (_, number) => String(990_000 + number));
  const partitions = municipalities.map((municipality) => partitionName('authentication', municipality));
  const wanted = () => partitions.map((partition) => ({ anchor: root.anchor, partition }));
  const from = (number: number): Certificate => ({
    ...certificate,
    facts: { ...certificate.facts, distributionPoints: [partitions[number]!] },
  });
  let busy = 0;
  let mostAtOnce = 0;
  let fault: ((municipality: string) => Fetched | undefined) | undefined;
  /** A service with a list for every town, entity tags and at most one revocation. */
  const towns: Fetch = async (url, question) => {
    busy += 1;
    mostAtOnce = Math.max(mostAtOnce, busy);
    asked.push({ url, question });
    await new Promise(setImmediate);
    busy -= 1;
    const municipality = url.slice(-6);
    const broken = fault?.(municipality);
    if (broken) return broken;
    const body = list(municipality === '990003' ? [revoked] : [], now, root, municipality);
    const etag = `"${now.getTime()}"`;
    const isKnown = question.headers?.['if-none-match'] === etag;
    return isKnown ? { status: 304, etag, body: Buffer.alloc(0) } : { status: 200, etag, body };
  };
  beforeEach(() => {
    fault = undefined;
    mostAtOnce = 0;
  });

  it('are fetched some at a time, and again only when they are due, by their tags', async () => {
    const source = createListSource('http://ca', towns, clock, { concurrency: 4 });
    expect(await source.refresh(wanted())).toEqual({ current: 40, failed: 0 });
    expect([asked.length, mostAtOnce]).toEqual([40, 4]);
    await source.refresh(wanted());
    expect(asked).toHaveLength(40);
    const tag = `"${now.getTime()}"`;
    setNow(startPlus(2 * MINUTE));
    await source.refresh(wanted());
    expect(asked).toHaveLength(80);
    expect(asked.at(-1)?.question.headers).toEqual({ 'if-none-match': tag });
    await expect(source.ask(from(3), root.anchor)).resolves.toMatchObject({ status: 'revoked' });
    await expect(source.ask(from(4), root.anchor)).resolves.toEqual({ status: 'good' });
    expect(asked).toHaveLength(80);
    await source.close();
  });

  it('that are wrong, of another town, older or missing leave the good ones in place, for a while untried', async () => {
    const source = createListSource('http://ca', towns, clock);
    await source.refresh(wanted());
    const ok = (body: Buffer) => ({ status: 200, etag: undefined, body });
    const faults: Record<string, () => Fetched> = {
      '990000': () => ok(list([], now, strange, '990000')),
      '990001': () => ok(list([], now, root, '990002')),
      '990002': () => ok(list([], startPlus(-MINUTE), root, '990002')),
      '990003': () => ({ status: 503, etag: undefined, body: Buffer.alloc(0) }),
      '990004': () => ok(list([], now, root, '990004').subarray(0, -9)),
      '990005': () => {
        throw new RevocationUnavailable('no answer');
      },
    };
    fault = (municipality) => faults[municipality]?.();
    setNow(startPlus(2 * MINUTE));
    expect(await source.refresh(wanted())).toEqual({ current: 34, failed: 6 });
    const before = asked.length;
    await expect(source.ask(from(3), root.anchor)).resolves.toMatchObject({ status: 'revoked' });
    for (const number of [0, 1, 2, 4, 5]) {
      await expect(source.ask(from(number), root.anchor)).resolves.toEqual({ status: 'good' });
    }
    expect(asked).toHaveLength(before);
    setNow(startPlus(3 * MINUTE));
    fault = undefined;
    expect(await source.refresh(wanted())).toEqual({ current: 40, failed: 0 });
    await source.close();
  });

  it('go by their numbers: a list of the same minute with more entries is newer', async () => {
    const source = createListSource('http://ca', towns, clock);
    const answers = [list([revoked]), list([])];
    fault = () => ({ status: 200, etag: undefined, body: answers.shift()! });
    await source.ask(certificate, root.anchor);
    setNow(startPlus(MINUTE + 1000));
    await expect(source.ask(certificate, root.anchor)).resolves.toMatchObject({ status: 'revoked' });
    expect(answers).toEqual([]);
    await source.close();
  });

  it('take no more memory than they may: the longest unused are fetched again when needed', async () => {
    const one = list([], now, root).length + 40;
    const source = createListSource('http://ca', towns, clock, { maximumBytes: 10 * one });
    await source.refresh(wanted());
    expect(source.byteLength).toBeLessThanOrEqual(10 * one);
    await source.ask(from(39), root.anchor);
    expect(asked).toHaveLength(40);
    await source.ask(from(0), root.anchor);
    expect(asked).toHaveLength(41);
    await source.close();
  });

  it('that take too long do not keep a login waiting, and serve the next one', async () => {
    let arrive: (answer: Fetched) => void = () => undefined;
    const slow: Fetch = () => new Promise((resolve) => (arrive = resolve));
    const source = createListSource('http://ca', slow, clock, { patienceMs: 20 });
    await expect(source.ask(certificate, root.anchor)).rejects.toThrow(RevocationUnavailable);
    arrive({ status: 200, etag: undefined, body: list([revoked]) });
    await new Promise(setImmediate);
    await expect(source.ask(certificate, root.anchor)).resolves.toMatchObject({ status: 'revoked' });
    await source.close();
  });
});

describe('Status answers', () => {
  const ask = (answer: (question: Question) => Buffer | number) =>
    createStatusSource('http://ca', service(answer), clock).ask(certificate, root.anchor);

  it('say good, revoked or unknown', async () => {
    await expect(ask(status(good))).resolves.toEqual({ status: 'good' });
    await expect(ask(status(revoked))).resolves.toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    await expect(ask(status(undefined))).resolves.toEqual({ status: 'unknown' });
  });

  const replay = (question: Question) => {
    const other = writeStatusRequest(certificate, root.anchor.certificate, randomBytes(32));
    return status(good)({ ...question, body: other });
  };
  it.each<[string, (question: Question) => Buffer | number]>([
    ['that are too old', (question) => status(good, startPlus(-20 * MINUTE))(question)],
    ['from the future', (question) => status(good, startPlus(5 * MINUTE))(question)],
    ['to another question (other nonce)', replay],
    ['signed by another root of the same name', (question) => status(good, start, strange)(question)],
    ['that say the request was malformed', () => Buffer.from('30030a0101', 'hex')],
    ['that are no answer', () => Buffer.from('not DER')],
    ['that never came', () => 500],
  ])('%s count as no answer', async (_name, answer) => {
    await expect(ask(answer)).rejects.toThrow(RevocationUnavailable);
  });

  it('are too old by the verifier’s own limit, whatever they promise', () => {
    const nonce = randomBytes(32);
    const body = writeStatusRequest(certificate, root.anchor.certificate, nonce);
    const answer = status(good, startPlus(-5 * MINUTE))({ method: 'POST', body });
    const read = (maximumAgeMs: number) =>
      readStatusAnswer(answer, certificate, root.anchor.certificate, nonce, now, { maximumAgeMs, skewMs: 0 });
    expect(read(6 * MINUTE)).toEqual({ status: 'good' });
    expect(() => read(4 * MINUTE)).toThrow(/too old/);
  });

  it('with changed octets never turn a revoked certificate into a good one', async () => {
    const nonce = randomBytes(32);
    const request = writeStatusRequest(certificate, root.anchor.certificate, nonce);
    const answer = status(revoked)({ method: 'POST', body: request });
    fc.assert(
      fc.property(fc.nat(answer.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(answer);
        changed[at]! ^= by;
        try {
          const read = readStatusAnswer(changed, certificate, root.anchor.certificate, nonce, now);
          expect(read.status).toBe('revoked');
        } catch (error) {
          expect(error).toBeInstanceOf(RevocationUnavailable);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('Asking for revocation', () => {
  const sources = (ocsp: Fetch, crl: Fetch) => [
    createStatusSource('http://ca', ocsp, clock),
    createListSource('http://ca', crl, clock),
  ];
  const ask = (ocsp: Fetch, crl: Fetch) => askRevocation(sources(ocsp, crl), certificate, root.anchor);

  it('takes the list when the responder does not answer', async () => {
    await expect(
      ask(
        nobody,
        service(() => list([revoked])),
      ),
    ).resolves.toBe('revoked');
    await expect(
      ask(
        nobody,
        service(() => list([])),
      ),
    ).resolves.toBe('good');
  });

  it('fails closed when nobody gives a trustworthy answer', async () => {
    await expect(ask(nobody, nobody)).resolves.toBe('unavailable');
    await expect(
      ask(
        nobody,
        service(() => list([], start, strange)),
      ),
    ).resolves.toBe('unavailable');
  });

  it('tells of every question, for the bill of whoever asked', async () => {
    const told: StatusQuery[] = [];
    const both = sources(
      nobody,
      service(() => list([])),
    );
    await askRevocation(both, certificate, root.anchor, (query) => told.push(query));
    expect(told).toEqual([
      { kind: 'ocsp', authority: 'authentication', at: start },
      { kind: 'crl', authority: 'authentication', at: start },
    ]);
  });

  it('does not take “unknown” for good', async () => {
    await expect(
      ask(
        service(status(undefined)),
        service(() => list([])),
      ),
    ).resolves.toBe('unavailable');
  });
});
