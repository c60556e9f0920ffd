import { existsSync, readFileSync } from 'node:fs';
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
      identifier: [{ value: '0123456789' }],
      text: { status: 'generated', div: '<div>若葉 はな</div>' },
      contained: [
        { resourceType: 'Patient', name: [{ text: '若葉 はな' }] },
        { resourceType: 'Device', note: [{ text: '血圧計' }] },
      ],
      performer: [
        { reference: 'urn:uuid:10000000-0000-4000-8000-000000000000', display: '若葉 はな' },
        { display: 'ひより町 健診', telecom: [{ value: '090' }] },
      ],
      focus: [{ reference: 'https://example.test/fhir/Patient/7', display: '若葉 はな' }],
    };
    const patient = { resourceType: 'Patient', id: 'p', name: [{ text: '若葉 はな' }] };
    const input = bundle(patient, observation(personal));
    Object.assign(input.entry[0] as object, { fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000000' });
    const [stored, ...others] = readBundle(input);
    expect(others).toEqual([]);
    expect(JSON.stringify(stored)).not.toMatch(/若葉|0123456789|090|Patient/);
    expect(stored?.resource).toEqual({
      ...observation(),
      contained: [{ resourceType: 'Device', note: [{ text: '血圧計' }] }],
      performer: [{ display: 'ひより町 健診' }],
      focus: [],
    });
  });

  it('is found by category, by system and code, and by its time in Japan', () => {
    expect(readBundle(bundle(observation()))).toMatchObject([
      {
        categories: ['vital-signs'],
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

const sample = new URL(
  '../../../../shared/data/fhir/Bundle-Bundle-eCheckupReport-Sample-01.json',
  import.meta.url,
);

describe.skipIf(!existsSync(sample))('the published sample of a check-up report (conformance data)', () => {
  it('is taken over with its 44 observations and without its person', () => {
    const text = readFileSync(sample, 'utf8');
    const stored = readBundle(JSON.parse(text));
    expect(stored).toHaveLength(44);
    const kept = JSON.stringify(stored);
    const patient = JSON.parse(text).entry.find(
      ({ resource }: { resource: { resourceType: string } }) => resource.resourceType === 'Patient',
    ).resource;
    for (const { text: name } of patient.name) if (name) expect(kept).not.toContain(name);
    for (const { value } of patient.identifier) expect(kept).not.toContain(value);
  });
});
