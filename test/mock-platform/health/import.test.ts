import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type MedicineFileRefused,
  medicineText,
  readMedicines,
} from '../../../mock-platform/src/health/jahis.ts';
import { healthModule } from '../../../mock-platform/src/health/module.ts';
import { linkPatient, registerProvider } from '../../../mock-platform/src/health/providers.ts';
import { ImportReport } from '../../../mock-platform/src/protocol/health.ts';
import { openKeyFolder } from '../../../mock-platform/src/server/key-folder.ts';
import { as, type Stand, stand } from '../booking/harness.ts';

const subject = 'hana-pairwise-for-health';
const techo = [
  'JAHISTC08,1',
  '1,若葉 はな,2,19480305,123-4567,ひより町山手1番地,090-0000-0000',
  '2,1,たまご,1',
  '5,20261110,1',
  '11,ひより薬局,32,4,1234567,,,',
  '15,薬剤師 一郎,,1',
  '51,ひより医院,32,1,1234568,1',
  '55,医師 二郎,内科,1',
  '201,1,アムロジピン錠５ｍｇ,1,錠,4,2171022F1010,1',
  '301,1,【１日１回朝食後に服用】,28,日分,1,1,,1',
  '391,1,グレープフルーツに 注意,1',
  '201,2,カルボシステイン錠２５０ｍｇ,3,錠,4,2233002F1280,1',
  '301,2,【１日３回毎食後に服用】,7,日分,1,1,,1',
  '601,せきが でます,20261111',
  '',
].join('\r\n');

let opened: Stand;
let token: string;
beforeAll(async () => {
  opened = await stand(healthModule, new Date('2026-11-20T15:00:00+09:00'));
  Object.assign(opened.context, { keys: openKeyFolder(':memory:') });
  token = await registerProvider(opened.context, { id: 'clinic', name: 'ひより医院' });
  await linkPatient(opened.context, { provider: 'clinic', patient: '34567', subject });
}, 60_000);
afterAll(() => opened.close());

async function handIn(payload: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await opened.app.inject({
    method: 'POST',
    url: '/health/imports',
    payload,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
  });
  return { status: answer.statusCode, body: answer.json() };
}
const find = async (type: string, query = '') =>
  (
    await opened.app.inject({
      url: `/health/fhir/${type}${query}`,
      headers: as({ kind: 'person', sub: subject }),
    })
  ).json();

const bundle = (patient: string, ...resources: object[]) =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resourceType: 'Patient', identifier: [{ value: patient }] }, ...resources].map((resource) => ({
      resource,
    })),
  });
const weight = (id: string, at: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  effectiveDateTime: at,
  valueQuantity: { value: 51 },
});

describe('an お薬手帳 file', () => {
  it('gives medicines with code, usage, days, pharmacy and day, and says what is left out', () => {
    const { bundle: found, report } = readMedicines(techo);
    const resources = (found.entry as { resource: Record<string, unknown> }[]).map(
      ({ resource }) => resource,
    );
    expect(resources).toMatchObject([
      {
        resourceType: 'MedicationDispense',
        medicationCodeableConcept: { text: 'アムロジピン錠５ｍｇ', coding: [{ code: '2171022F1010' }] },
        whenHandedOver: '2026-11-10',
        daysSupply: { value: 28 },
        dosageInstruction: [{ text: '【１日１回朝食後に服用】' }],
        performer: [{ actor: { display: 'ひより薬局' } }],
        note: [{ text: 'グレープフルーツに 注意' }],
      },
      { medicationCodeableConcept: { text: 'カルボシステイン錠２５０ｍｇ' }, daysSupply: { value: 7 } },
      { resourceType: 'AllergyIntolerance', code: { text: 'たまご' } },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/若葉|090|山手|一郎|二郎/);
    expect(report.filter(({ outcome }) => outcome === 'left-out')).toEqual([
      { line: 2, record: '1', outcome: 'left-out' },
      { line: 6, record: '15', outcome: 'left-out' },
      { line: 14, record: '601', outcome: 'left-out' },
    ]);
  });

  it('is read in Shift_JIS as in UTF-8', () => {
    const shiftJis = Buffer.from([0x83, 0x41, 0x83, 0x80, 0x83, 0x8d]);
    expect(medicineText(shiftJis)).toBe('アムロ');
    expect(medicineText(Buffer.from('アムロ'))).toBe('アムロ');
  });

  it('knows days of every era', () => {
    const day = (text: string) => {
      const { entry } = readMedicines(techo.replace('20261110', text)).bundle as {
        entry: { resource: { whenHandedOver: string } }[];
      };
      return entry[0]?.resource.whenHandedOver;
    };
    expect(day('R081110')).toBe('2026-11-10');
    expect(day('H300401')).toBe('2018-04-01');
  });

  it.each([
    [techo.replace('JAHISTC08', 'JAHIS08'), [1]],
    [techo.replace('20261110', '20261131'), [4]],
    [techo.replace('アムロジピン錠５ｍｇ', ''), [9]],
    [techo.replace('錠５ｍｇ,1,', '錠５ｍｇ,ひとつ,').replace('201,2,', '201,3,'), [9, 12]],
    [techo.replace('5,20261110,1', '601,x'), [9]],
    [`${techo}なにか`, [15]],
  ])('is refused with the number of every faulty line', (text, lines) => {
    let faults: number[] = [];
    try {
      readMedicines(text);
    } catch (error) {
      faults = (error as MedicineFileRefused).errors.map(({ line }) => line);
    }
    expect(faults).toEqual(lines);
  });
});

describe('POST /health/imports', () => {
  it('takes over for the person whom staff matched with the number, and reports every entry', async () => {
    const { status, body } = await handIn(bundle('34567', weight('w', '2026-11-20')));
    expect(status).toBe(201);
    const report = ImportReport.parse(body);
    expect(report.entries).toEqual([
      { entry: 0, resource: 'Patient/me', leftOut: ['/identifier'] },
      { entry: 1, resource: 'Observation/clinic.w', leftOut: [] },
    ]);
    const { entry } = await find('Observation');
    expect(entry[0].resource.meta.extension).toEqual([
      { url: 'urn:chanoma:source', valueString: 'ひより医院' },
    ]);
    const again = await opened.app.inject({
      url: `/health/imports/${report.import}`,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(again.json()).toEqual(body);
  });

  it('takes all or nothing, and a second time changes nothing', async () => {
    const faulty = await handIn(bundle('34567', weight('good', '2026-11-20'), weight('bad', 'yesterday')));
    expect(faulty).toMatchObject({
      status: 400,
      body: { code: 'request.malformed', errors: [{ path: '/entry/2/resource/effectiveDateTime' }] },
    });
    const before = await find('Observation');
    expect(before.total).toBe(1);
    await handIn(bundle('34567', weight('w', '2026-11-20')));
    expect(await find('Observation')).toEqual(before);
  });

  it('takes an お薬手帳 file with the number beside it', async () => {
    const { status, body } = await handIn(techo, { 'content-type': 'text/csv', 'patient-number': '34567' });
    expect({ status, stored: body.stored, lines: body.lines.length }).toEqual({
      status: 201,
      stored: 3,
      lines: 13,
    });
    expect((await find('MedicationDispense')).total).toBe(2);
  });

  it('refuses strangers, numbers that nobody matched, and what is not JSON', async () => {
    expect((await handIn(bundle('34567'), { authorization: 'Bearer x' })).body.code).toBe('health.provider');
    expect((await handIn(bundle('99999'))).body.code).toBe('health.patient-unknown');
    expect((await handIn(techo, { 'content-type': 'text/csv' })).body.code).toBe('health.patient-unknown');
    expect((await handIn('{')).body.code).toBe('request.malformed');
    expect((await handIn('x', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('keeps no patient number, neither in records nor in reports', async () => {
    const tables = opened.context.tables<Record<string, Record<string, unknown>>>();
    for (const table of ['resource', 'import', 'patient_link', 'access']) {
      const rows = await tables.selectFrom(`health.${table}`).selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain('34567');
    }
  });
});

const sample = new URL(
  '../../../../shared/data/fhir/Bundle-Bundle-eCheckupReport-Sample-01.json',
  import.meta.url,
);

describe.skipIf(!existsSync(sample))('the published check-up report (conformance data)', () => {
  it('is handed in, stored with all 52 entries, and its results are found', async () => {
    const { status, body } = await handIn(readFileSync(sample));
    expect({ status, stored: body.stored }).toEqual({ status: 201, stored: 52 });
    expect((await find('Composition')).total).toBe(1);
    const { entry } = await find('Observation', '?category=exam,laboratory,body-measurement&_count=500');
    const sources = entry.map(
      ({ resource }: { resource: { meta: { extension: { valueString: string }[] } } }) =>
        resource.meta.extension[0]?.valueString,
    );
    expect(new Set(sources)).toEqual(new Set(['厚生労働省第一病院']));
  });
});
