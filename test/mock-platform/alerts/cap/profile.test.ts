import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDocument } from '../../../../mock-platform/src/alerts/cap/check/judge-document.ts';
import {
  acknowledgementFromCap,
  acknowledgementToCap,
} from '../../../../mock-platform/src/alerts/cap/profile/acknowledgement.ts';
import {
  checkDigitOf,
  isMunicipalityCode,
  jmaCodeOf,
  municipalityOf,
  prefectureOf,
} from '../../../../mock-platform/src/alerts/cap/profile/area-codes.ts';
import { NotOfProfile, orderFromCap } from '../../../../mock-platform/src/alerts/cap/profile/cap-to-order.ts';
import { orderToCap } from '../../../../mock-platform/src/alerts/cap/profile/order-to-cap.ts';
import { readAlert } from '../../../../mock-platform/src/alerts/cap/read.ts';
import { writeAlert } from '../../../../mock-platform/src/alerts/cap/write.ts';
import { parseXmlText } from '../../../../mock-platform/src/alerts/cap/xml/parse.ts';
import { Hazard, type Order } from '../../../../mock-platform/src/protocol/alerts.ts';
import { haveSamples } from './samples.ts';
import { xmllintVerdicts } from './xmllint.ts';

const word = fc.stringMatching(/^[ぁ-んァ-ヶ一-龠a-zA-Z0-9、。&]{1,20}$/);
const marked = fc
  .tuple(word, fc.option(fc.tuple(word, word)))
  .map(([text, reading]) => (reading === null ? text : `${text}{${reading[0]}|${reading[1]}}`));
const sentences = fc.array(marked, { minLength: 1, maxLength: 2 });
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

const order: fc.Arbitrary<Order> = fc
  .record({
    id: fc.uuid(),
    municipality: fc.constantFrom('990019', '990027'),
    municipalityName: fc.constantFrom('ひより町', 'A&B<町>'),
    status: fc.constantFrom('live', 'drill'),
    action: fc.constantFrom('issue', 'update', 'cancel'),
    earlier: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 }),
    hazard: fc.constantFrom(...Hazard.options),
    level: fc.constantFrom(3, 4, 5),
    agencyMessage: fc.option(word, { nil: undefined }),
    districts: fc.uniqueArray(fc.constantFrom('yamate', 'kawahara', 'honmachi'), { minLength: 1 }),
    sentences,
    plain: fc.option(sentences, { nil: undefined }),
    en: fc.option(sentences, { nil: undefined }),
    issuedAt: moment,
    minutes: fc.integer({ min: 1, max: 2880 }),
  })
  .map(({ earlier, minutes, plain, en, agencyMessage, ...rest }) => ({
    ...rest,
    version: 1,
    references: rest.action === 'issue' ? [] : earlier.filter((id) => id !== rest.id),
    expiresAt: new Date(Date.parse(rest.issuedAt) + minutes * 60_000).toISOString(),
    ...(agencyMessage === undefined ? {} : { agencyMessage }),
    ...(plain === undefined && en === undefined
      ? {}
      : { translations: { ...(plain ? { plain } : {}), ...(en ? { en } : {}) } }),
  })) as fc.Arbitrary<Order>;

const around = { host: 'town.example', districtName: (code: string) => ({ yamate: '山手' })[code] };
const sent = (one: Order): string => writeAlert(orderToCap(one, around));
const read = (xml: string) => readAlert(parseXmlText(xml).root!);

describe('An order as CAP', () => {
  it('comes back whole; a drill is an Exercise, and only what is meant is Actual', () => {
    fc.assert(
      fc.property(order, (one) => {
        const xml = sent(one);
        expect(orderFromCap(read(xml))).toEqual(one);
        expect(/<status>([^<]*)/.exec(xml)?.[1]).toBe(one.status === 'live' ? 'Actual' : 'Exercise');
        const { xsdValid, extendedXsdValid, problems } = judgeDocument(Buffer.from(xml), []);
        // What an official writes may look like an entity; nothing else can be wrong.
        expect({
          xsdValid,
          extendedXsdValid,
          problems: problems.filter(({ code }) => code !== 'cap.html-entity'),
        }).toEqual({
          xsdValid: true,
          extendedXsdValid: true,
          problems: [],
        });
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(!haveSamples)('is valid for libxml2 too', async () => {
    const documents = fc.sample(order, 60).map((one) => Buffer.from(sent(one)));
    expect(await xmllintVerdicts(documents, 'cap12_extended.xsd')).toEqual(documents.map(() => true));
  });

  it('for persons is Private and names them by their pairwise ids alone', () => {
    const [one] = fc.sample(order, 1) as [Order];
    const recipients = ['A'.repeat(43), 'b-_'.repeat(14)];
    const alert = orderToCap(one, { ...around, recipients });
    expect(alert).toMatchObject({ scope: 'Private', addresses: recipients.join(' ') });
    expect(judgeDocument(Buffer.from(writeAlert(alert)), []).xsdValid).toBe(true);
  });

  it('of another kind, or that says different things, is no order', () => {
    const [one] = fc.sample(order, 1) as [Order];
    const alert = orderToCap({ ...one, translations: { en: ['Go now.'] } }, around);
    const [japanese, english] = alert.infos as [(typeof alert.infos)[0], (typeof alert.infos)[0]];
    for (const wrong of [
      { ...alert, codes: [] },
      { ...alert, status: 'Test' },
      { ...alert, status: 'System' },
      { ...alert, msgType: 'Error' },
      { ...alert, infos: [english] },
      { ...alert, infos: [japanese, { ...english, areas: [] }] },
      { ...alert, infos: [{ ...japanese, areas: [] }] },
      { ...alert, infos: [{ ...japanese, parameters: [] }] },
    ])
      expect(() => orderFromCap(wrong)).toThrow(NotOfProfile);
  });

  it('has receipts and answers as private Acks of its own status', () => {
    fc.assert(
      fc.property(order, fc.uuid(), moment, fc.boolean(), (one, id, at, refused) => {
        const notes = [
          { event: refused ? ('refused' as const) : ('displayed' as const), box: id, at },
          {
            event: 'answered' as const,
            person: 'p'.repeat(43),
            answer: 'help' as const,
            tier: 't1' as const,
            at,
          },
        ];
        for (const note of notes) {
          const alert = acknowledgementToCap(one, id, note, 'town.example');
          const xml = writeAlert(alert);
          expect(judgeDocument(Buffer.from(xml), [])).toMatchObject({ valid: true, problems: [] });
          expect(acknowledgementFromCap(read(xml))).toEqual({ order: one.id, note });
          expect(alert.status).toBe(one.status === 'live' ? 'Actual' : 'Exercise');
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('A code of an area', () => {
  it.each(['322016', '131016', '011002', '271004', '472018', '990019', '990027'])(
    '%s has its check digit',
    (code) => {
      expect(checkDigitOf(code.slice(0, 5))).toBe(code[5]);
      expect(isMunicipalityCode(code)).toBe(true);
      expect(municipalityOf(code)).toBe(code);
      expect(municipalityOf(code.slice(0, 5))).toBe(code);
      expect(municipalityOf(jmaCodeOf(code))).toBe(code);
      expect(isMunicipalityCode(`${code.slice(0, 5)}${(Number(code[5]) + 1) % 10}`)).toBe(false);
    },
  );

  it('of the weather agency for more than a municipality is none of a municipality', () => {
    expect(municipalityOf('320000')).toBeUndefined();
    expect(municipalityOf('320010')).toBeUndefined();
    expect(municipalityOf('3200000')).toBeUndefined();
    expect(municipalityOf('32201x')).toBeUndefined();
    expect(prefectureOf('320000')).toBe('32');
    expect(prefectureOf('320010')).toBe('32');
    expect(prefectureOf('322016')).toBeUndefined();
  });
});
