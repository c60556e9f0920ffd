import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import { signAlert } from '../../../../mock-platform/src/alerts/cap/signature/sign.ts';
import { smallAlert, wholeAlert } from './build.ts';

const judge = (text: string | Uint8Array) =>
  judgeDocument(typeof text === 'string' ? Buffer.from(text) : text, []);

describe('A hostile or unreadable document', () => {
  const laughs = `<!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">${Array.from({ length: 20 }, (_, index) => `<!ENTITY c${index} "${index === 0 ? '&b;' : `&c${index - 1};`.repeat(10)}">`).join('')}]>`;
  const body = wholeAlert.replace(/^<\?xml.*\n/, '');
  it.each<[string, string | Uint8Array, object]>([
    [
      'a DOCTYPE alone',
      `<!DOCTYPE alert>${body}`,
      { kind: 'cap', capVersion: '1.2', hostile: true, valid: false },
    ],
    [
      'a billion laughs',
      `${laughs}${body.replace('役場', '&c19;')}`,
      { kind: 'cap', hostile: true, xsdValid: false },
    ],
    [
      'an external entity',
      `<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>${body.replace('役場', '&x;')}`,
      { hostile: true, xsdValid: false },
    ],
    [
      'an external DTD',
      `<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd">${body}`,
      { hostile: true, valid: false },
    ],
    [
      'default attributes',
      `<!DOCTYPE alert [<!ATTLIST info x CDATA "1">]>${body}`,
      { hostile: true, valid: false },
    ],
    [
      'XInclude',
      body.replace(
        '役場',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
      ),
      { hostile: false, xsdValid: false },
    ],
    [
      'a processing instruction',
      `<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>${body}`,
      { hostile: false, valid: true },
    ],
    ['an undefined entity', body.replace('役場', '&nbsp;'), { hostile: false, xsdValid: false }],
    [
      'a very long attribute',
      body.replace('<info>', `<info a="${'x'.repeat(70_000)}">`),
      { xsdValid: false },
    ],
    ['deep nesting', body.replace('役場', `${'<x>'.repeat(5000)}`), { xsdValid: false }],
    ['too many elements', body.replace('役場', '<x/>'.repeat(310_000)), { xsdValid: false }],
    ['half a document', body.slice(0, 900), { kind: 'cap', capVersion: '1.2', xsdValid: false }],
    ['nothing', '', { kind: 'other', capVersion: null }],
    ['octets of anything', Buffer.from([0, 1, 2, 0xff, 0xfe, 0x3c]), { kind: 'other' }],
    [
      'UTF-8 that is none',
      Buffer.concat([Buffer.from('<alert>'), Buffer.from([0xc3, 0x28])]),
      { kind: 'other' },
    ],
    ['an alert of no namespace', '<alert/>', { kind: 'other', capVersion: null, xsdValid: false }],
    ['UTF-16 that is UTF-8', wholeAlert.replace('UTF-8', 'UTF-16'), { kind: 'other', xsdValid: false }],
  ])('%s', (_what, document, expected) => {
    const verdict = judge(document);
    expect(verdict).toMatchObject(expected);
    expect(verdict.problems.length > 0).toBe(!verdict.valid);
  });

  it.each<[string, Buffer]>([
    [
      'UTF-16 with its mark',
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(wholeAlert.replace('UTF-8', 'UTF-16'), 'utf16le'),
      ]),
    ],
    [
      'UTF-16, big end first',
      Buffer.from(`\ufeff${wholeAlert.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16(),
    ],
    ['UTF-16 without a mark', Buffer.from(wholeAlert.replace('UTF-8', 'UTF-16LE'), 'utf16le')],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${wholeAlert}`)],
    [
      'EUC-JP',
      Buffer.concat([
        Buffer.from(
          smallAlert('<source>')
            .replace(/<\/alert>/, '')
            .replace(/^/, '<?xml version="1.0" encoding="EUC-JP"?>')
            .replace('<scope>Public</scope><source>', '<source>'),
        ),
        Buffer.from([0xb4, 0xc1]),
        Buffer.from('</source><scope>Public</scope></alert>'),
      ]),
    ],
  ])('%s is read', (_what, bytes) => {
    expect(judge(bytes)).toMatchObject({ valid: true, problems: [] });
  });
});

describe('A feed or an envelope', () => {
  const inner = smallAlert();
  const feed = (content: string): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><id>i</id><title>t</title><updated>2026-11-21T09:00:00Z</updated><entry><id>e</id><title>t</title><updated>2026-11-21T09:00:00Z</updated>${content}</entry></feed>`;
  const envelope = (content: string): string =>
    `<e:EDXLDistribution xmlns:e="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><e:distributionStatus>Actual</e:distributionStatus>${content}</e:EDXLDistribution>`;
  const good = { xsdValid: true, extendedXsdValid: true };

  it('tells of every alert in it, in their order, with prefixes declared outside too', () => {
    const prefixed = inner.replace(/ xmlns="[^"]*"/, '').replace(/<(\/?)/g, '<$1cap:');
    const document = envelope(
      `<e:contentObject><e:xmlContent><e:embeddedXMLContent>${inner}${inner.replace('Public', 'Nobody')}</e:embeddedXMLContent></e:xmlContent></e:contentObject><e:contentObject>${prefixed}</e:contentObject>`,
    ).replace(' xmlns:e', ' xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2" xmlns:e');
    const verdict = judge(document);
    expect(verdict).toMatchObject({ kind: 'edxlde', capVersion: null, valid: false, xsdValid: false });
    expect(verdict.embeddedAlerts).toEqual([good, { xsdValid: false, extendedXsdValid: false }, good]);
    expect(verdict.problems).toContainEqual({
      code: 'schema.value',
      path: '/EDXLDistribution/contentObject[1]/xmlContent/embeddedXMLContent/alert[2]/scope',
      message: expect.any(String),
    });
  });

  it('opens what is packed as base64, and refuses what is hostile there', () => {
    const packed = (text: string): string =>
      envelope(
        `<e:contentObject><e:nonXMLContent><e:mimeType>application/cap+xml</e:mimeType><e:contentData>${Buffer.from(text).toString('base64')}</e:contentData></e:nonXMLContent></e:contentObject>`,
      );
    expect(judge(packed(inner)).embeddedAlerts).toEqual([good]);
    expect(judge(packed(`<!DOCTYPE alert>${inner}`)).hostile).toBe(true);
    expect(judge(packed('no document')).embeddedAlerts).toEqual([]);
  });

  it('is judged as Atom too', () => {
    expect(judge(feed('')).problems.map(({ code }) => code)).toEqual(['document.not-cap']);
    expect(
      judge(feed('<foo/>').replace('<id>e</id>', ''))
        .problems.map(({ code }) => code)
        .sort(),
    ).toEqual(['atom.element', 'atom.missing', 'document.not-cap']);
    expect(judge(feed(`<content type="text/xml">${inner}</content>`)).embeddedAlerts).toEqual([good]);
    expect(judge(feed('<summary type="html">&lt;alert&gt;</summary>')).embeddedAlerts).toEqual([]);
  });
});

describe('npm run cap:check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chanoma-cap-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const main = join(import.meta.dirname, '../../../../mock-platform/src/alerts/cap/check/main.ts');
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', main, ...words], {
      encoding: 'utf8',
    });
    return { status, stderr, lines: stdout.split('\n').filter((line) => line !== '') };
  };

  it('writes one line for each file, whatever it is, and ends with 0 only when all are valid', () => {
    const good = file('good.cap', wholeAlert);
    mkdirSync(join(folder, 'folder'));
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const files = [
      good,
      join(folder, 'absent'),
      join(folder, 'folder'),
      pipe,
      file('empty', ''),
      file('binary', Buffer.from([0, 255, 1])),
    ];
    const { status, lines } = run(...files);
    const verdicts = lines.map(
      (line) => JSON.parse(line) as { file: string; valid: boolean; problems: { code: string }[] },
    );
    expect(verdicts.map((verdict) => verdict.file)).toEqual(files);
    expect(verdicts.map(({ problems }) => problems[0]?.code)).toEqual([
      undefined,
      'file.unreadable',
      'file.folder',
      'file.special',
      'xml.empty',
      'xml.encoding',
    ]);
    expect(status).toBe(1);
    expect(Object.keys(verdicts[0] ?? {}).sort()).toEqual([
      'capVersion',
      'embeddedAlerts',
      'extendedXsdValid',
      'file',
      'hostile',
      'kind',
      'problems',
      'signatures',
      'valid',
      'xsdValid',
    ]);
  });

  it('knows the senders whose keys it is given', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signed = file('signed.cap', signAlert(wholeAlert, privateKey));
    const key = file('key.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    const { status, lines } = run('--key', key, signed);
    expect(status).toBe(0);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      valid: true,
      signatures: [{ verifies: true, key: 'known' }],
    });
  });
});
