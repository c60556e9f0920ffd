import { createHash } from 'node:crypto';
import type { JsonObject } from './personal-data.ts';

/** One fault of an お薬手帳 file. */
export interface LineFault {
  /** Counted from 1. */
  line: number;
  message: string;
}

/** The file is not taken over; nothing of it was stored. */
export class MedicineFileRefused extends Error {
  override readonly name = 'MedicineFileRefused';
  readonly code = 'request.malformed';
  constructor(readonly errors: readonly LineFault[]) {
    super(errors.map(({ line, message }) => `line ${line}: ${message}`).join('; '));
  }
}

/** What became of one line. */
export interface LineReport {
  line: number;
  /** Kind of record (レコードNo.). */
  record: string;
  /** `taken` into a resource, or `left-out` because it says who somebody is or nothing of a medicine. */
  outcome: 'taken' | 'left-out';
}

export interface ReadMedicines {
  /** A collection Bundle of MedicationDispense and AllergyIntolerance. */
  bundle: JsonObject;
  report: LineReport[];
}

/** Coding systems of 薬品コード種別 (JAHIS 電子版お薬手帳データフォーマット仕様書): レセプト電算, 厚生労働省, YJ, HOT. */
const medicineCodes: Record<string, string> = {
  '2': 'urn:oid:1.2.392.100495.20.2.71',
  '3': 'urn:oid:1.2.392.100495.20.2.72',
  '4': 'urn:oid:1.2.392.100495.20.2.73',
  '6': 'urn:oid:1.2.392.100495.20.2.74',
};
const usageCodes: Record<string, string> = { '2': 'urn:oid:1.2.392.200250.2.2.20' };

/** 剤型コード: 内服, 頓服 and the rest, as FHIR words. */
const forms: Record<string, string> = { '1': '内服', '2': '内滴', '3': '頓服', '4': '注射', '5': '外用' };

/** Years before the first of each era: 明治, 大正, 昭和, 平成, 令和. */
const eras: Record<string, number> = { M: 1867, T: 1911, S: 1925, H: 1988, R: 2018 };

/** A day as `YYYYMMDD` or with the era's letter, `R081120`. */
function dayOf(text: string): string | undefined {
  const [, era, years, month, day] = /^([MTSHR]?)(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (years === undefined || (era ? years.length !== 2 : years.length !== 4)) return undefined;
  const year = era ? (eras[era] ?? 0) + Number(years) : Number(years);
  const found = `${year}-${month}-${day}`;
  const time = new Date(`${found}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== found ? undefined : found;
}

/** Bytes of a file as text: UTF-8 where it is valid, otherwise Shift_JIS (cp932). */
export function medicineText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}

interface Medicine {
  line: number;
  rp: string;
  fields: readonly string[];
}

/** One 調剤 of a file: what was handed over on one day by one pharmacy. */
interface Dispensing {
  day: string | undefined;
  pharmacy: string;
  clinic: string;

  department: string;
  medicines: Medicine[];
  usages: Map<string, { line: number; fields: readonly string[] }>;
  notes: { rp: string | undefined; text: string }[];
}

const emptyDispensing = (): Dispensing => ({
  day: undefined,
  pharmacy: '',
  clinic: '',

  department: '',
  medicines: [],
  usages: new Map(),
  notes: [],
});

/** A field's text without surrounding blanks; empty when it is not there. */
const at = (fields: readonly string[], index: number): string => (fields[index] ?? '').trim();

const numberOf = (text: string): number | undefined => {
  const plain = text.normalize('NFKC');
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : undefined;
};

const quantity = (value: string, unit: string) => {
  const number = numberOf(value);
  return number === undefined ? undefined : { value: number, ...(unit && { unit }) };
};

const concept = (text: string, system: string | undefined, code: string): JsonObject => ({
  ...(system && code ? { coding: [{ system, code, display: text }] } : {}),
  text,
});

function resourceOf(medicine: Medicine, dispensing: Dispensing, day: string): JsonObject {
  const { fields, rp } = medicine;
  const usage = dispensing.usages.get(rp)?.fields ?? [];
  const text = at(usage, 2);
  const days = at(usage, 4) === '日分' ? quantity(at(usage, 3), '日') : undefined;
  const dose = quantity(at(fields, 3), at(fields, 4));
  const notes = dispensing.notes.filter((note) => note.rp === undefined || note.rp === rp);
  const name = at(fields, 2);
  const identity = [day, dispensing.pharmacy, rp, name, text].join('|');
  const form = forms[at(usage, 5)];
  return {
    resourceType: 'MedicationDispense',
    id: `jahis-${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`,
    status: 'completed',
    medicationCodeableConcept: concept(name, medicineCodes[at(fields, 5)], at(fields, 6)),
    whenHandedOver: day,
    ...(days && { daysSupply: days }),
    ...(form && { category: { text: form } }),
    ...(dispensing.pharmacy && { performer: [{ actor: { display: dispensing.pharmacy } }] }),
    ...(notes.length > 0 && { note: notes.map((note) => ({ text: note.text })) }),
    dosageInstruction: [
      {
        ...(text && { text }),
        ...(text && {
          timing: { code: concept(text, usageCodes[at(usage, 6)], at(usage, 7)) },
        }),
        ...(dose && {
          doseAndRate: [{ rateRatio: { numerator: dose, denominator: { value: 1, unit: '日' } } }],
        }),
      },
    ],
    ...(dispensing.clinic && {
      authorizingPrescription: [
        { display: [dispensing.clinic, dispensing.department].filter(Boolean).join(' ') },
      ],
    }),
  };
}

/** 患者特記: 1 アレルギー, 2 副作用; the rest is no allergy. */
function allergyOf(fields: readonly string[]): JsonObject | undefined {
  const text = at(fields, 2);
  if (at(fields, 1) !== '1' && at(fields, 1) !== '2') return undefined;
  if (text === '') return undefined;
  return {
    resourceType: 'AllergyIntolerance',
    id: `jahis-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
    type: at(fields, 1) === '1' ? 'allergy' : 'intolerance',
    code: { text },
  };
}

/**
 * Reads an お薬手帳 file (JAHIS 電子版お薬手帳データフォーマット仕様書, `JAHISTC` versions 01 to 99, CSV without quotes).
 * Taken are 5 調剤等年月日, 11 and 51 institutions, 55 department, 201 medicines, 301 usages, 281, 291, 311, 391, 401 and
 * 411 as notes, 2 allergies; lines about persons (1, 15, 55's name, 601, 701) and all others are left out, each said.
 * @throws MedicineFileRefused naming every faulty line
 */
export function readMedicines(text: string): ReadMedicines {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (!/^JAHISTC\d{2}(?:,|$)/.test(lines[0] ?? ''))
    throw new MedicineFileRefused([{ line: 1, message: 'must be JAHISTC and a version' }]);
  const faults: LineFault[] = [];
  const report: LineReport[] = [];
  const done: Dispensing[] = [];
  const allergies: JsonObject[] = [];
  let now = emptyDispensing();
  const said = (line: number, record: string, taken: boolean) =>
    report.push({ line, record, outcome: taken ? 'taken' : 'left-out' });
  const noteColumn: Record<string, number> = { '281': 2, '291': 2, '311': 3, '391': 2 };

  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    if (index === 0 || raw === '') continue;
    const fields = raw.split(',');
    const record = at(fields, 0);
    const fault = (message: string) => faults.push({ line, message });
    switch (record) {
      case '5': {
        if (now.day !== undefined) {
          done.push(now);
          now = emptyDispensing();
        }
        now.day = dayOf(at(fields, 1)) ?? '';
        if (now.day === '') fault('5: 調剤等年月日 must be a day');
        said(line, record, true);
        break;
      }
      case '11':
      case '51':
        now[record === '11' ? 'pharmacy' : 'clinic'] = at(fields, 1);
        said(line, record, true);
        break;
      case '55':
        now.department = at(fields, 2);
        said(line, record, now.department !== '');
        break;
      case '2': {
        const allergy = allergyOf(fields);
        if (allergy) allergies.push(allergy);
        said(line, record, allergy !== undefined);
        break;
      }
      case '201':
        if (at(fields, 1) === '') fault('201: RP番号 is required');
        if (at(fields, 2) === '') fault('201: 薬品名称 is required');
        if (at(fields, 3) !== '' && numberOf(at(fields, 3)) === undefined)
          fault('201: 用量 must be a number');
        now.medicines.push({ line, rp: at(fields, 1), fields });
        said(line, record, true);
        break;
      case '301':
        if (at(fields, 2) === '') fault('301: 用法名称 is required');
        now.usages.set(at(fields, 1), { line, fields });
        said(line, record, true);
        break;
      case '281':
      case '291':
      case '311':
      case '391':
        now.notes.push({ rp: at(fields, 1), text: at(fields, noteColumn[record] ?? 2) });
        said(line, record, true);
        break;
      case '401':
      case '411':
        now.notes.push({ rp: undefined, text: at(fields, 1) });
        said(line, record, true);
        break;
      default:
        if (/^\d{1,3}$/.test(record)) said(line, record, false);
        else fault('must begin with the number of a record');
    }
  }
  done.push(now);
  const used = done.filter(({ medicines }) => medicines.length > 0);
  for (const { day, medicines, usages } of used) {
    const [first] = medicines;
    if (day === undefined && first)
      faults.push({ line: first.line, message: '201: stands before a 調剤等年月日 (5)' });
    for (const { line, rp } of medicines)
      if (!usages.has(rp)) faults.push({ line, message: `201: RP ${rp.slice(0, 3)} has no usage (301)` });
  }
  if (faults.length > 0) throw new MedicineFileRefused(faults.sort((a, b) => a.line - b.line));
  const dispensed = used.flatMap((one) =>
    one.medicines.map((medicine) => resourceOf(medicine, one, one.day as string)),
  );
  const resources = new Map([...dispensed, ...allergies].map((resource) => [resource.id, resource]));
  return {
    bundle: {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [...resources.values()].map((resource) => ({ resource })),
    },
    report,
  };
}
