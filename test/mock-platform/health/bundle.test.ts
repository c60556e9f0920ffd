import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BundleRefused, readBundle } from '../../../mock-platform/src/health/bundle.ts';

const observation = (members: object = {}) => ({
  resourceType: 'Observation',
  id: 'weight-1',
  status: 'final',
  category: [{ coding: [{ code: 'vital-signs' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: '体重' },
  effectiveDateTime: '2026-11-20',
  valueQuantity: { value: 51.2, unit: 'kg' },
  ...members,
});
const bundle = (...resources: unknown[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

function faultsOf(value: unknown) {
  try {
    readBundle(value);
  } catch (error) {
    if (error instanceof BundleRefused) return error.errors;
    throw error;
  }
  return [];
}

describe('a bundle that is handed in', () => {
  it('loses everything that says who the person is, and nothing of what was measured', () => {
    const personal = {
      subject: { reference: 'Patient/1', display: '若葉 はな' },
      identifier: [{ system: 'urn:oid:1.2.392.100495.20.3.51.11311234567', value: '0123456789' }],
      text: { status: 'generated', div: '<div>若葉 はな</div>' },
      contained: [
        { resourceType: 'Patient', name: [{ text: '若葉 はな' }], gender: 'female' },
        { resourceType: 'Device', note: [{ text: '血圧計' }] },
      ],
      performer: [
        { reference: 'urn:uuid:10000000-0000-4000-8000-000000000000', display: '若葉 はな' },
        { display: 'ひより町 健診', telecom: [{ value: '090' }] },
      ],
      focus: [{ reference: 'https://example.test/fhir/Patient/7', display: '若葉 はな' }],
      note: [{ authorString: 'たなか', text: '若葉はな様は おちついて います。' }],
    };
    const patient = {
      resourceType: 'Patient',
      id: 'p',
      name: [{ text: '若葉 はな', family: '若葉', given: ['はな'] }],
      identifier: [{ value: '0123456789' }],
      birthDate: '1948-03-05',
    };
    const input = bundle(patient, observation(personal));
    Object.assign(input.entry[0] as object, { fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000000' });
    const { resources, report } = readBundle(input);
    expect(JSON.stringify(resources)).not.toMatch(/若葉|0123456789|090/);
    const me = { reference: 'Patient/me' };
    expect(resources.map(({ resource }) => resource)).toEqual([
      { resourceType: 'Patient', id: 'me', birthDate: '1948-03-05' },
      {
        ...observation(),
        subject: me,
        contained: [
          { resourceType: 'Patient', gender: 'female' },
          { resourceType: 'Device', note: [{ text: '血圧計' }] },
        ],
        performer: [me, { display: 'ひより町 健診' }],
        focus: [me],
        note: [{ authorString: 'たなか' }],
      },
    ]);
    expect(report).toEqual([
      { entry: 0, resource: 'Patient/me', leftOut: ['/name', '/identifier'] },
      {
        entry: 1,
        resource: 'Observation/weight-1',
        leftOut: [
          '/subject/display',
          '/identifier/0',
          '/text',
          '/contained/0/name',
          '/performer/0/display',
          '/performer/1/telecom',
          '/focus/0/display',
          '/note/0/text',
        ],
      },
    ]);
  });

  it('is found by category, by system and code, and by its time in Japan', () => {
    const coded = observation({ category: [{ coding: [{ system: 'urn:s', code: 'vital-signs' }] }] });
    expect(readBundle(bundle(coded)).resources).toMatchObject([
      {
        categories: ['vital-signs', 'urn:s|vital-signs'],
        codes: ['http://loinc.org|29463-7'],
        effective: new Date('2026-11-19T15:00:00Z'),
      },
    ]);
  });

  it('is refused as a whole, naming every faulty entry and member', () => {
    const input = bundle(
      observation(),
      observation({ id: 'a b' }),
      observation({ id: 'c', effectiveDateTime: '2026-11-20T07:10' }),
      observation({ id: 'd', code: undefined, valueQuantity: { value: 'high' } }),
      { resourceType: 'Basic', id: 'e' },
      observation({ id: 'weight-1' }),
      7,
      observation({ id: 'f', component: [{ valueQuantity: { value: Number.NaN } }] }),
    );
    expect(faultsOf(input).map(({ path }) => path)).toEqual([
      '/entry/1/resource/id',
      '/entry/2/resource/effectiveDateTime',
      '/entry/3/resource/valueQuantity/value',
      '/entry/3/resource/code',
      '/entry/4/resource/resourceType',
      '/entry/5/resource/id',
      '/entry/6/resource',
      '/entry/7/resource/component/0/code',
      '/entry/7/resource/component/0/valueQuantity/value',
    ]);
  });

  it.each([
    [undefined, '/resourceType'],
    [[], '/resourceType'],
    [{ resourceType: 'Patient' }, '/resourceType'],
    [{ resourceType: 'Bundle', type: 'searchset', entry: [] }, '/type'],
    [{ resourceType: 'Bundle', type: 'collection', entry: {} }, '/entry'],
    [{ resourceType: 'Bundle', type: 'collection', entry: [null] }, '/entry/0'],
  ])('that is no such bundle is refused: %j', (value, path) => {
    expect(faultsOf(value)).toMatchObject([{ path }]);
  });

  it('never fails otherwise, whatever is in it', () => {
    const odd = [null, 1, 'x', [], {}, { coding: 1 }, { coding: [null, { code: 3 }] }];
    for (const value of odd) {
      for (const member of Object.keys(observation())) {
        expect(() => faultsOf(bundle(observation({ [member]: value })))).not.toThrow();
      }
    }
  });
});

describe('several institutions', () => {
  it('do not overwrite each other, and references lead to what is stored', () => {
    const device = { resourceType: 'Organization', id: 'o', name: 'びょういん' };
    const input = bundle(device, observation({ performer: [{ reference: 'Organization/o' }] }));
    const { resources } = readBundle(input, 'clinic');
    expect(resources.map(({ id }) => id)).toEqual(['clinic.o', 'clinic.weight-1']);
    expect(resources[1]?.resource.performer).toEqual([{ reference: 'Organization/clinic.o' }]);
    const long = readBundle(bundle(observation({ id: 'x'.repeat(64) })), 'clinic').resources[0]?.id;
    expect(long).toMatch(/^clinic\.[0-9a-f]{32}$/);
  });
});

const conformance = new URL('../../../../shared/data/fhir/', import.meta.url);
const sample = new URL('Bundle-Bundle-eCheckupReport-Sample-01.json', conformance);

describe.skipIf(!existsSync(sample))('published samples (conformance data)', () => {
  it('of a check-up report: all 52 entries come in, without the person and the insurance numbers', () => {
    const text = readFileSync(sample, 'utf8');
    const { resources, report } = readBundle(JSON.parse(text), 'kenshin');
    expect(resources).toHaveLength(52);
    expect(report).toHaveLength(52);
    const kept = JSON.stringify(resources);
    const personal = [
      '健診 太郎',
      'ケンシン',
      '34567',
      '03-1111-2222',
      '横浜市',
      '６７８９０',
      '１２３４５',
      '24100000123',
      '06123456',
    ];
    for (const word of personal) expect({ word, kept: kept.includes(word) }).toEqual({ word, kept: false });
    for (const word of ['厚生労働省第一病院', '東京 太郎', '1950-05-04', 'ヘルニア'])
      expect(kept).toContain(word);
    // Nothing points to where nothing is.
    const places = new Set(resources.map(({ type, id }) => `${type}/${id}`));
    for (const [, place] of kept.matchAll(/"reference":"([^"]+)"/g)) expect(places).toContain(place);
  });

  it('of every JP Core resource come in', () => {
    const folder = new URL('jp-core-examples/', conformance);
    const examples = readdirSync(folder).map((name) =>
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
    );
    const { resources } = readBundle(bundle(...examples));
    expect(resources).toHaveLength(examples.length);
    const kept = JSON.stringify(resources);
    for (const word of ['山田 太郎', '0312345678', '00000010', '５６７８'])
      expect({ word, kept: kept.includes(word) }).toEqual({ word, kept: false });
    // 処方の番号 of a prescription are no person's.
    expect(kept).toContain('urn:oid:1.2.392.100495.20.3.81');
  });
});
