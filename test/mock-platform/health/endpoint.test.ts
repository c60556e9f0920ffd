import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthModule, importBundle } from '../../../mock-platform/src/health/module.ts';
import { ObservationBundle, observationCodes } from '../../../mock-platform/src/protocol/health.ts';
import { as, type FakeCaller, type Stand, stand } from '../booking/harness.ts';

const hana: FakeCaller = { kind: 'person', sub: 'hana-pairwise-for-health' };
const isamu: FakeCaller = { kind: 'person', sub: 'isamu-pairwise-for-health' };
const weight = observationCodes.bodyWeight;

const observation = (id: string, day: string, category: string, coding: object, value: number) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ code: category }] }],
  code: { coding: [coding] },
  effectiveDateTime: day,
  valueQuantity: { value },
});
const bundle = (...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
const ofHana = bundle(
  observation('w1', '2026-11-18', 'vital-signs', weight, 51.0),
  observation('w2', '2026-11-19', 'vital-signs', weight, 51.4),
  observation('w3', '2026-11-20T07:10:00+09:00', 'vital-signs', weight, 51.2),
  observation('l1', '2026-06-10', 'laboratory', observationCodes.ldlCholesterol, 118),
  {
    resourceType: 'Immunization',
    id: 'i1',
    vaccineCode: { text: 'インフルエンザ' },
    occurrenceDateTime: '2026-10-20',
  },
);

let opened: Stand;
beforeAll(async () => {
  opened = await stand(healthModule, new Date('2026-11-20T15:00:00+09:00'));
  await importBundle(opened.context, hana.sub, ofHana);
  await importBundle(
    opened.context,
    isamu.sub,
    bundle(observation('w1', '2026-11-20', 'vital-signs', weight, 63)),
  );
}, 60_000);
afterAll(() => opened.close());

async function search(caller: FakeCaller | undefined, query = '') {
  const url = `/health/fhir/Observation${query}`;
  const answer = await opened.app.inject({ url, ...(caller && { headers: as(caller) }) });
  return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.json() };
}
const idsOf = async (query: string) =>
  (await search(hana, query)).body.entry.map(({ resource }: { resource: { id: string } }) => resource.id);

describe('GET /health/fhir/Observation', () => {
  it('answers the person’s own observations as a searchset, newest first', async () => {
    const { body, type } = await search(hana);
    expect(type).toMatch('application/fhir+json');
    expect(ObservationBundle.parse(body)).toMatchObject({ type: 'searchset', total: 4 });
    expect(await idsOf('')).toEqual(['w3', 'w2', 'w1', 'l1']);
    expect(await idsOf('?_sort=date')).toEqual(['l1', 'w1', 'w2', 'w3']);
  });

  it('finds by category and by system and code, alternatives separated by commas', async () => {
    const token = ({ system, code }: { system: string; code: string }) =>
      encodeURIComponent(`${system}|${code}`);
    expect(await idsOf('?category=laboratory')).toEqual(['l1']);
    expect(await idsOf('?category=laboratory,vital-signs&_count=2')).toEqual(['w3', 'w2']);
    expect(await idsOf(`?code=${token(weight)}&_sort=date`)).toEqual(['w1', 'w2', 'w3']);
    expect(await idsOf(`?code=${token(weight)},${token(observationCodes.ldlCholesterol)}`)).toHaveLength(4);
    expect(await idsOf(`?code=${token(observationCodes.egfr)}`)).toEqual([]);
    expect((await search(hana, '?_count=1')).body.total).toBe(4);
  });

  it('takes a person’s token: neither a box nor nobody reads anything', async () => {
    expect((await search({ kind: 'box', sub: hana.sub })).status).toBe(403);
    expect((await search(undefined)).status).toBe(401);
  });

  it('never shows another person’s data, whatever the query says', async () => {
    const own = (await search(isamu)).body;
    expect(own.entry.map(({ resource }: { resource: object }) => resource)).toMatchObject([
      { valueQuantity: { value: 63 } },
    ]);
    const tricks = [
      ['subject', `subject=${hana.sub}`],
      ['patient', 'patient=hana'],
      ['_id', '_id=w1'],
      ['_include', '_include=Observation:subject'],
      ['code:not', 'code:not=x%7Cy'],
      ['_count', '_count=0'],
      ['_count', '_count=501'],
      ['_count', '_count=1e2'],
      ['_count', '_count=1&_count=2'],
      ['_sort', '_sort=-date,subject'],
      ['category', "category=vital-signs'%20or%201=1"],
      ['category', 'category='],
      ['category', 'category=a&category=b'],
      ['code', 'code=29463-7'],
      ['code', `code=a%7C%7D'),'`],
      ['__proto__', '__proto__=1'],
    ] as const;
    for (const [name, query] of tricks) {
      const { status, body } = await search(isamu, `?${query}`);
      expect({ query, status, code: body.code }).toEqual({ query, status: 400, code: 'request.malformed' });
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([`/query/${name}`]);
    }
  });
});

describe('importing', () => {
  it('again changes nothing', async () => {
    const before = (await search(hana)).body;
    await importBundle(opened.context, hana.sub, ofHana);
    expect((await search(hana)).body).toEqual(before);
  });

  it('takes over all or nothing', async () => {
    const faulty = bundle(
      observation('w4', '2026-11-20', 'vital-signs', weight, 99),
      observation('w5', 'yesterday', 'vital-signs', weight, 99),
    );
    await expect(importBundle(opened.context, hana.sub, faulty)).rejects.toMatchObject({
      code: 'request.malformed',
      errors: [{ path: '/entry/1/resource/effectiveDateTime' }],
    });
    expect(await idsOf('?_sort=date')).toEqual(['l1', 'w1', 'w2', 'w3']);
  });

  it('replaces a corrected resource', async () => {
    const corrected = bundle(observation('w2', '2026-11-19', 'vital-signs', weight, 51.5));
    await importBundle(opened.context, hana.sub, corrected);
    const { entry } = (await search(hana)).body;
    expect(
      entry.map(
        ({ resource }: { resource: { valueQuantity: { value: number } } }) => resource.valueQuantity.value,
      ),
    ).toEqual([51.2, 51.5, 51, 118]);
  });
});
