import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../mock-platform/src/identity/check/lines.ts';
import { answerInLockStep, answerLine } from '../../../../mock-platform/src/identity/check/lock-step.ts';
import { readTime } from '../../../../mock-platform/src/identity/check/request.ts';
import { authority, extensions, leaf, list, root } from '../certificates/making.ts';

const anchor = root();
const sub = authority(anchor, 'O=Test, CN=Sub', [extensions.policies('1.2.3.1', '1.2.3.2')]);
const person = leaf(sub, [extensions.policies('1.2.3.1')]);
const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64');

const question = {
  id: 'a',
  anchors: [base64(anchor.der)],
  intermediates: [base64(sub.der)],
  leaf: base64(person.der),
  crls: [base64(list(anchor)), base64(list(sub))],
  time: '2026-11-20T00:00:00Z',
  purpose: 'clientAuth',
  revocation: 'require',
  policySettings: { initialPolicySet: ['1.2.3.1'], requireExplicitPolicy: true },
};
const now = new Date('2026-11-20T12:00:00Z');
const ask = (fields: object) => JSON.parse(answerLine(JSON.stringify(fields), now));
const { leaf: _leaf, ...withoutLeaf } = question;
const { id: _id, ...withoutId } = question;

describe('A question on one line', () => {
  it('is answered with the policies that hold', () => {
    expect(ask(question)).toEqual({ id: 'a', ok: true, code: null, policies: ['1.2.3.1'] });
    expect(ask({ ...question, id: 7, crls: [], further: { fields: true } })).toEqual({
      id: 7,
      ok: false,
      code: 'revocation.unavailable',
      policies: [],
    });
  });

  it('needs no more than id, anchors and leaf; revocation is then required', () => {
    const least = { id: 1, anchors: question.anchors, leaf: base64(leaf(anchor).der) };
    expect(ask(least).code).toBe('revocation.unavailable');
    expect(ask({ ...least, crls: question.crls }).ok).toBe(true);
    expect(ask({ ...least, revocation: 'none' }).ok).toBe(true);
    expect(ask({ ...least, revocation: 'none', time: '2040-01-01T00:00:00Z' }).code).toBe(
      'certificate.expired',
    );
  });

  it('with DER that is no certificate is answered as such, and heaps may hold rubbish', () => {
    expect(ask({ ...question, leaf: 'AAAA' })).toMatchObject({ id: 'a', code: 'certificate.malformed' });
    const rubbish = { intermediates: ['AAAA', ...question.intermediates], crls: ['AAAA', ...question.crls] };
    expect(ask({ ...question, ...rubbish }).ok).toBe(true);
  });

  it.each([
    ['of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey],
    ['of an unknown kind', generateKeyPairSync('ed25519').privateKey],
  ])('about a certificate with a key %s is answered with the reason', (_what, key) => {
    const { der } = leaf(anchor, [], { key });
    expect(ask({ ...question, intermediates: [], leaf: base64(der), policySettings: {} }).code).toBe(
      'certificate.key',
    );
  });

  it.each([
    ['', ''],
    ['{', ''],
    ['[]', ''],
    ['null', ''],
    ['"text"', ''],
    ['['.repeat(100_000), ''],
    [JSON.stringify(withoutLeaf), '/leaf'],
    [JSON.stringify(withoutId), '/id'],
    [JSON.stringify({ ...question, leaf: '' }), '/leaf'],
    [JSON.stringify({ ...question, leaf: 'AAA' }), '/leaf'],
    [JSON.stringify({ ...question, leaf: 'AA-_' }), '/leaf'],
    [JSON.stringify({ ...question, anchors: question.anchors[0] }), '/anchors'],
    [JSON.stringify({ ...question, crls: [question.crls[0], 5] }), '/crls/1'],
    [JSON.stringify({ ...question, time: 'yesterday' }), '/time'],
    [JSON.stringify({ ...question, time: '2026-02-30T00:00:00Z' }), '/time'],
    [JSON.stringify({ ...question, purpose: 'everything' }), '/purpose'],
    [JSON.stringify({ ...question, revocation: true }), '/revocation'],
    [JSON.stringify({ ...question, policySettings: [] }), '/policySettings'],
    [
      JSON.stringify({ ...question, policySettings: { initialPolicySet: ['1.2', 'x'] } }),
      '/policySettings/initialPolicySet/1',
    ],
    [
      JSON.stringify({ ...question, policySettings: { inhibitAnyPolicy: 1 } }),
      '/policySettings/inhibitAnyPolicy',
    ],
  ])('%# that cannot be understood names the field', (line, path) => {
    expect(JSON.parse(answerLine(line, now))).toEqual({
      id: null,
      ok: false,
      code: 'request.malformed',
      path,
    });
  });
});

describe('Moments', () => {
  it.each([
    ['2026-11-20T09:00:00+09:00', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T00:00Z', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T00:00:00.5', '2026-11-20T00:00:00.500Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['20 November', undefined],
    ['2026-13-01', undefined],
    ['2026-11-20T25:00:00Z', undefined],
  ])('%s', (text, expected) => expect(readTime(text)?.toISOString()).toBe(expected));
});

describe('Lines', () => {
  async function* chunks(...parts: string[]) {
    for (const part of parts) yield Buffer.from(part);
  }
  const collect = async (limit: number, ...parts: string[]) => {
    const lines: (string | undefined)[] = [];
    for await (const line of readLines(chunks(...parts), limit)) lines.push(line);
    return lines;
  };

  it('come out whole however they arrive', async () => {
    expect(await collect(100, 'ab', 'c\nd', '', 'e\n\nf')).toEqual(['abc', 'de', '', 'f']);
    expect(await collect(100, 'a\n')).toEqual(['a']);
    expect(await collect(100)).toEqual([]);
  });

  it('that are too long are said to be so, and the next one is read', async () => {
    expect(await collect(4, 'abcde\nab\n', 'abc', 'def', 'ghi\nok', '\nabcd\nabcde')).toEqual([
      undefined,
      'ab',
      undefined,
      'ok',
      'abcd',
      undefined,
    ]);
  });

  it('are answered one by one, before the next is looked at', async () => {
    const order: string[] = [];
    async function* input() {
      for (const name of ['x', 'y']) {
        order.push(`ask ${name}`);
        yield Buffer.from(`${JSON.stringify({ ...question, id: name })}\n`);
      }
    }
    await answerInLockStep(input(), async (answer) => {
      order.push(`answer ${JSON.parse(answer).id}`);
    });
    expect(order).toEqual(['ask x', 'answer x', 'ask y', 'answer y']);
  });
});
