import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../../../../mock-platform/src/identity/check/options.ts';
import { report } from '../../../../mock-platform/src/identity/check/report.ts';
import {
  authority,
  day,
  extensions,
  leaf,
  list,
  names,
  newKey,
  root,
  today,
} from '../certificates/making.ts';
import { pkitsCases, questionOf } from '../certificates/pkits-cases.ts';

const main = fileURLToPath(new URL('../../../../mock-platform/src/identity/check/main.ts', import.meta.url));
const words = ['--import', 'tsx', main];

const folder = mkdtempSync(join(tmpdir(), 'chanoma-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END ${label}-----\n`;
const save = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const anchor = root();
const sub = authority(anchor, 'O=Test, CN=Sub');
const person = leaf(
  sub,
  [
    extensions.extendedKeyUsage('1.3.6.1.5.5.7.3.2'),
    extensions.policies('1.2.392.200149.8.5.1.3.30'),
    extensions.alternativeNames(names.dns('a.example.org'), names.ip(10, 1, 2, 3)),
  ],
  {
    serial: 77,
    subject: 'O=Test, CN=ゆい\u001b[2J',
    from: day('2026-01-01'),
    to: new Date('2026-12-31T14:59:59Z'),
  },
);
const files = {
  anchor: save('anchor.der', anchor.der),
  person: save('person.pem', `A remark\n${pem('CERTIFICATE', person.der)}${pem('CERTIFICATE', sub.der)}`),
  lists: save(
    'lists.pem',
    pem('X509 CRL', list(anchor)) + pem('X509 CRL', list(sub, { entries: [{ serial: 77 }] })),
  ),
  key: save('key.pem', newKey().export({ type: 'pkcs8', format: 'pem' })),
};

function explain(...options: string[]) {
  const question = readOptions([files.person, ...options], today);
  if (typeof question === 'string') throw new Error(question);
  return report(question);
}

describe('Explaining a certificate', () => {
  it('says what it is, in words', () => {
    const { accepted, text } = explain('--anchor', files.anchor);
    expect(accepted).toBe(true);
    for (const said of [
      'CN=ゆい',
      'CN=Sub, O=Test',
      '2026-12-31 23:59:59 JST',
      'elliptic curve prime256v1',
      'client authentication',
      '公的個人認証, user authentication',
      'host a.example.org',
      'address 10.1.2.3',
      'ACCEPTED for any purpose',
      'give the lists with --crl',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('lets no certificate write over the screen', () => {
    expect(explain().text).not.toContain('\u001b');
  });

  it('says why it would be refused, and what to do', () => {
    const refusals: [string[], string][] = [
      [[], 'certificate.untrusted'],
      [['--anchor', files.anchor, '--crl', files.lists], 'certificate.revoked'],
      [['--anchor', files.anchor, '--time', '2027-01-01T00:00:00+09:00'], 'certificate.expired'],
      [['--anchor', files.anchor, '--purpose', 'serverAuth'], 'certificate.wrong-purpose'],
      [['--anchor', files.anchor, '--purpose', 'jpki-signature'], 'certificate.wrong-purpose'],
    ];
    for (const [options, code] of refusals) {
      const { accepted, text } = explain(...options);
      expect(accepted).toBe(false);
      expect(text).toMatch(new RegExp(`REFUSED .*: ${code}\\nWhy: .+\\nNext: .+`));
    }
    expect(explain('--anchor', files.anchor, '--purpose', 'jpki-authentication').accepted).toBe(true);
  });

  it('answers as JSON too', () => {
    const answer = JSON.parse(explain('--anchor', files.anchor, '--json').text);
    expect(answer).toMatchObject({
      ok: true,
      code: null,
      certificate: { 'Serial number': '4d (hexadecimal)' },
    });
  });

  it('says what is wrong with the question', () => {
    const ask = (...all: string[]) => {
      const question = readOptions(all, today);
      return typeof question === 'string' ? question : report(question).text;
    };
    expect(ask()).toBe('lock-step');
    expect(ask('--help')).toBe('help');
    expect(() => ask('--nonsense')).toThrow(UsageError);
    expect(() => ask('a.pem', 'b.pem')).toThrow('Name one file');
    expect(() => ask('a.pem', '--purpose', 'fun')).toThrow('none of');
    expect(() => ask('a.pem', '--time', 'soon')).toThrow('ISO 8601');
    expect(() => ask(join(folder, 'nothing.pem'))).toThrow('there is no such file');
    expect(() => ask(folder)).toThrow('it is a folder');
    expect(() => ask(files.key)).toThrow('only: PRIVATE KEY');
  });
});

describe('The command', () => {
  it('answers one line after the other and goes on after a bad one', async () => {
    const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (line: string) => {
      child.stdin.write(`${line}\n`);
      const { value } = await answers.next();
      return JSON.parse(value as string);
    };
    expect(await ask('rubbish')).toEqual({ id: null, ok: false, code: 'request.malformed', path: '' });
    const wrong: string[] = [];
    for (const one of pkitsCases) {
      const question = questionOf(one);
      const { id, ok } = await ask(JSON.stringify(question));
      if (id !== question.id || ok !== one.shouldValidate) wrong.push(question.id);
    }
    expect(wrong).toEqual([]);
    const base64 = anchor.der.toString('base64');
    expect(
      await ask(JSON.stringify({ id: 1, anchors: [base64], leaf: base64, revocation: 'none' })),
    ).toMatchObject({
      id: 1,
      ok: true,
    });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with 0, 1 or 2', () => {
    const end = (...more: string[]) => spawnSync(process.execPath, [...words, ...more], { encoding: 'utf8' });
    const time = ['--time', '2026-11-20'];
    expect(end(files.person, '--anchor', files.anchor, ...time).status).toBe(0);
    expect(end(files.person, ...time).status).toBe(1);
    const { status, stderr } = end('--nonsense');
    expect(status).toBe(2);
    expect(stderr).toContain('Try --help.');
  });
});
