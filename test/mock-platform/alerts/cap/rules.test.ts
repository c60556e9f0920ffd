import { describe, expect, it } from 'vitest';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import { changed, smallAlert, smallInfo, wholeAlert } from './build.ts';
import { expectedVerdicts, haveSamples, readSample } from './samples.ts';

const judge = (text: string | Uint8Array) =>
  judgeDocument(typeof text === 'string' ? Buffer.from(text) : text, []);
const codesOf = (text: string): string[] => judge(text).problems.map(({ code }) => code);

describe.skipIf(!haveSamples)('A sample is judged as expected', () => {
  it.each(expectedVerdicts())('$file', (expected) => {
    const verdict = judge(readSample(expected.file));
    expect(verdict).toMatchObject({
      kind: expected.kind,
      capVersion: expected.capVersion ?? null,
      xsdValid: expected.xsdValid,
      extendedXsdValid: expected.extendedXsdValid,
      hostile: expected.hostile ?? false,
      embeddedAlerts: (expected.embeddedAlerts ?? []).map(({ xsdValid, extendedXsdValid }) => ({
        xsdValid,
        extendedXsdValid,
      })),
    });
    expect(verdict.signatures).toEqual(
      Array.from({ length: expected.signatures }, () => ({ verifies: true, key: 'carried' })),
    );
    const clean = expected.xsdValid && expected.kind === 'cap' && expected.hostile !== true;
    expect(verdict.valid).toBe(clean);
    expect(verdict.problems.length === 0).toBe(clean);
  });
});

describe('A message breaks a rule that the schema cannot express', () => {
  const area = (rest: string): string =>
    smallAlert('', smallInfo(`<area><areaDesc>a</areaDesc>${rest}</area>`));
  const polygon = (points: string): string => area(`<polygon>${points}</polygon>`);
  const resource = (rest: string): string =>
    smallAlert('', smallInfo(`<resource><resourceDesc>r</resourceDesc>${rest}</resource>`));
  const restricted = (rest: string): string => smallAlert(rest).replace('Public', 'Restricted');
  const two = (one: string, other: string): string => smallAlert('', one + other);

  it.each<[string, string, string[]]>([
    ['the whole message', wholeAlert, []],
    ['a message of the least', smallAlert(), []],
    ['a blank in the identifier', changed('hiyori-1', 'hiyori 1'), ['cap.identifier']],
    ['a comma in the sender', changed('>bousai@', '>bou,sai@'), ['cap.sender']],
    ['an empty identifier', changed('hiyori-1', ''), ['cap.identifier']],
    [
      'a restriction with scope Public',
      smallAlert('<restriction>r</restriction>'),
      ['cap.restriction-scope'],
    ],
    ['an empty restriction with scope Public', smallAlert('<restriction/>'), []],
    ['a restriction with scope Restricted', restricted('<restriction>r</restriction>'), []],
    ['scope Private without addresses', smallAlert().replace('Public', 'Private'), ['cap.addresses-missing']],
    ['an open quote in addresses', smallAlert('<addresses>a "b c</addresses>'), ['cap.addresses-quotes']],
    ['addresses in quotes', smallAlert('<addresses>a "b c" d</addresses>').replace('Public', 'Private'), []],
    ['an Update without references', smallAlert().replace('>Alert<', '>Update<'), ['cap.references-missing']],
    [
      'a Cancel with empty references',
      smallAlert('<references/>').replace('>Alert<', '>Cancel<'),
      ['cap.references-missing'],
    ],
    [
      'a reference that is none',
      changed('bousai@town.hiyori.example,hiyori-0,', 'hiyori-0,'),
      ['cap.references-form'],
    ],
    ['a message that names itself', changed('hiyori-0', 'hiyori-1'), ['cap.references-circular']],
    [
      'a reference to a later message',
      changed('2026-11-21T08:00:00', '2026-11-21T09:00:01'),
      ['cap.references-later'],
    ],
    [
      'a reference of the same moment in another zone',
      changed('2026-11-21T08:00:00+09:00', '2026-11-21T00:00:00-00:00'),
      [],
    ],
    [
      'it expires before it takes effect',
      changed('<expires>2026-11-21T12', '<expires>2026-11-21T08'),
      ['cap.time-order', 'cap.time-order'],
    ],
    [
      'it begins after it expires',
      changed('<onset>2026-11-21T09', '<onset>2026-11-21T13'),
      ['cap.time-order'],
    ],
    ['web without a scheme', smallAlert('', smallInfo('<web>www.town.example</web>')), ['cap.web']],
    ['an empty web', smallAlert('', smallInfo('<web/>')), []],
    ['a tag of HTML, escaped', changed('大雨</desc', '大雨&lt;br /&gt;</desc'), ['cap.html-tag']],
    ['a tag of HTML in CDATA', changed('大雨</desc', '<![CDATA[<b>大雨</b>]]></desc'), ['cap.html-tag']],
    ['an entity of HTML', changed('大雨</desc', '大雨&amp;nbsp;</desc'), ['cap.html-entity']],
    ['a number of a character', changed('大雨</desc', '&amp;#8195;</desc'), ['cap.html-entity']],
    ['“less than” and an address in brackets', changed('役場', 'a &lt; b, &lt;a@b.example&gt; &amp; c'), []],
    [
      'the same headline in two languages',
      two(smallInfo('<headline>x</headline>'), smallInfo('<headline>x</headline>', 'en')),
      ['cap.same-text'],
    ],
    [
      'the same event in Japanese and without language',
      two(smallInfo('', 'ja', 'e'), smallInfo('', 'ja', 'e').replace('<language>ja</language>', '')),
      ['cap.same-text'],
    ],
    [
      'the same headline in two kinds of English',
      two(smallInfo('', 'en-US', 'e'), smallInfo('', 'en-GB', 'e')),
      [],
    ],
    [
      'blocks of different categories',
      two(smallInfo(), smallInfo('', 'en').replace('Met', 'Geo')),
      ['cap.category-differs'],
    ],
    [
      'blocks of different event codes',
      two(smallInfo(), smallInfo('<eventCode><valueName>a</valueName><value>b</value></eventCode>', 'en')),
      ['cap.event-code-differs'],
    ],
    ['a square', polygon('0,0 0,1 1,1 1,0 0,0'), []],
    ['a square the other way round', polygon(' 0,0 1,0\n1,1 0,1 0,0 '), []],
    ['three points', polygon('0,0 0,1 0,0'), ['cap.polygon-few-points']],
    ['a polygon that is not closed', polygon('0,0 0,1 1,1 1,0'), ['cap.polygon-open']],
    ['a bow tie', polygon('0,0 1,1 0,1 1,0 0,0'), ['cap.polygon-crossing']],
    ['a line there and back', polygon('0,0 0,1 0,2 0,1 0,0'), ['cap.polygon-crossing']],
    ['a corner on another side', polygon('0,0 0,4 4,4 0,2 4,0 0,0'), ['cap.polygon-crossing']],
    ['a repeated point', polygon('0,0 0,1 0,1 1,1 0,0 0,0'), []],
    ['latitude beyond the pole', polygon('91,0 0,1 1,1 91,0'), ['cap.polygon-form']],
    ['longitude and latitude without a comma', polygon('1 2 3 4 1 2'), ['cap.polygon-form']],
    ['a circle without radius', area('<circle>1,2</circle>'), ['cap.circle']],
    ['a circle beyond the date line', area('<circle>1,181 2</circle>'), ['cap.circle']],
    ['a circle of no numbers that the patterns let through', area('<circle>., .</circle>'), ['cap.circle']],
    ['a ceiling without altitude', area('<ceiling>5</ceiling>'), ['cap.ceiling-alone']],
    [
      'a ceiling below the altitude',
      area('<altitude>6</altitude><ceiling>5</ceiling>'),
      ['cap.ceiling-below'],
    ],
    ['a negative altitude', area('<altitude>-6</altitude>'), ['cap.altitude']],
    ['a MIME type without a slash', resource('<mimeType>png</mimeType>'), ['cap.mime-type']],
    [
      'a relative address without content',
      resource('<mimeType>a/b</mimeType><uri>a.png</uri>'),
      ['cap.mime-type', 'cap.resource-uri'],
    ],
    [
      'content that is not base64',
      resource('<mimeType>image/png</mimeType><derefUri>a!</derefUri>'),
      ['cap.deref-uri'],
    ],
    [
      'a digest of something else',
      resource(
        `<mimeType>image/png</mimeType><derefUri>AAECAw==</derefUri><digest>${'0'.repeat(40)}</digest>`,
      ),
      ['cap.digest'],
    ],
    [
      'a time in Z',
      changed('<sent>2026-11-21T09:00:00+09:00', '<sent>2026-11-21T00:00:00Z'),
      ['schema.value'],
    ],
    [
      'an element at the wrong place',
      changed('<note>注</note>\n', '').replace('</info>\n</alert>', '</info><note>注</note></alert>'),
      ['schema.element-unexpected'],
    ],
    ['a required element missing', changed('<scope>Public</scope>\n', ''), ['schema.element-missing']],
  ])('%s', (_what, document, codes) => {
    expect(codesOf(document)).toEqual(codes);
    const verdict = judge(document);
    expect(verdict.valid).toBe(codes.length === 0);
  });

  it('names the place and says a sentence', () => {
    const twice = smallAlert(
      '',
      smallInfo() + smallInfo('<area><areaDesc>a</areaDesc><circle>x</circle></area>', 'en'),
    );
    const { problems } = judge(twice);
    expect(problems).toEqual([
      { code: 'cap.circle', path: '/alert/info[2]/area[1]/circle[1]', message: expect.stringMatching(/\.$/) },
    ]);
  });

  it('a large polygon is judged quickly, whether it crosses itself or not', () => {
    const ring = Array.from({ length: 20_000 }, (_, index) => {
      const angle = (index / 20_000) * 2 * Math.PI;
      return `${(40 * Math.sin(angle)).toFixed(6)},${(100 * Math.cos(angle)).toFixed(6)}`;
    });
    const closed = [...ring, ring[0]];
    expect(codesOf(polygon(closed.join(' ')))).toEqual([]);
    const crossing = [...closed];
    [crossing[500], crossing[12_000]] = [crossing[12_000], crossing[500]];
    expect(codesOf(polygon(crossing.join(' ')))).toEqual(['cap.polygon-crossing']);
  });
});
