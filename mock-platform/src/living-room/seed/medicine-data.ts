import { addDays, dayOf } from '../../booking/calendar.ts';
import type { HealthLetter } from '../../protocol/health.ts';

interface Medicine {
  name: string;
  /** YJ code. */
  code: string;
  usage: string;
  tablets: number;
  days: number;
}

interface Papers {
  medicines: readonly Medicine[];
  /** How many days ago they were handed over. */
  handedOver: number;
  pharmacy: string;
  allergies: readonly string[];
  letters: (today: string) => HealthLetter[];
}

const amlodipine = {
  name: 'アムロジピン錠5mg',
  code: '2171022F1010',
  usage: '1日1回 朝食後に服用',
  tablets: 1,
  days: 28,
};
const rosuvastatin = {
  name: 'ロスバスタチン錠2.5mg',
  code: '2189017F1019',
  usage: '1日1回 夕食後に服用',
  tablets: 1,
  days: 28,
};
const rebamipide = {
  name: 'レバミピド錠100mg',
  code: '2329021F1137',
  usage: '1日3回 毎食後に服用',
  tablets: 1,
  days: 28,
};
const sennoside = {
  name: 'センノシド錠12mg',
  code: '2354003F2014',
  usage: '1日1回 就寝前に服用',
  tablets: 2,
  days: 28,
};

const monthBefore = (today: string, months: number): string => {
  const date = new Date(`${today.slice(0, 7)}-15T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.toISOString().slice(0, 7);
};

const papers: Readonly<Record<string, Papers>> = {
  hana: {
    medicines: [amlodipine, rebamipide, rosuvastatin],
    handedOver: 6,
    pharmacy: 'ひより薬局',
    allergies: ['そば', 'ペニシリン'],
    letters: (today) => [
      {
        kind: 'cost',
        id: `cost-${monthBefore(today, 3)}`,
        day: addDays(today, -5),
        from: '後期高齢者医療広域連合',
        month: monthBefore(today, 3),
        institution: 'ひより医院',
        care: 'outpatient',
        days: 1,
        total: 5420,
        paid: 540,
      },
      {
        kind: 'cost',
        id: `cost-${monthBefore(today, 3)}-pharmacy`,
        day: addDays(today, -5),
        from: '後期高齢者医療広域連合',
        month: monthBefore(today, 3),
        institution: 'ひより薬局',
        care: 'pharmacy',
        days: 1,
        total: 3870,
        paid: 390,
      },
      {
        kind: 'generic',
        id: `generic-${monthBefore(today, 2)}`,
        day: addDays(today, -20),
        from: '後期高齢者医療広域連合',
        medicine: 'クレストール錠2.5mg',
        paid: 380,
        saving: 210,
      },
    ],
  },
  kenji: {
    medicines: [amlodipine, sennoside],
    handedOver: 12,
    pharmacy: 'かわら薬局',
    allergies: [],
    letters: () => [],
  },
  sachiko: {
    medicines: [rosuvastatin],
    handedOver: 3,
    pharmacy: 'みはらし薬局',
    allergies: ['さば'],
    letters: () => [],
  },
};

/** Medicines and allergies of a resident as FHIR resources, invented; nothing for whom there are none. */
export function medicineResources(
  card: string,
  now: Date,
): ({ resourceType: string; id: string } & Record<string, unknown>)[] {
  const found = papers[card];
  if (found === undefined) return [];
  const day = addDays(dayOf(now), -found.handedOver);
  return [
    ...found.medicines.map(({ name, code, usage, tablets, days }, index) => ({
      resourceType: 'MedicationDispense',
      id: `medicine-${day}-${index}`,
      status: 'completed',
      medicationCodeableConcept: { coding: [{ system: 'urn:oid:1.2.392.100495.20.2.73', code }], text: name },
      whenHandedOver: day,
      daysSupply: { value: days, unit: '日' },
      dosageInstruction: [{ text: usage, doseAndRate: [{ doseQuantity: { value: tablets, unit: '錠' } }] }],
      performer: [{ actor: { display: found.pharmacy } }],
    })),
    ...found.allergies.map((name, index) => ({
      resourceType: 'AllergyIntolerance',
      id: `allergy-${index}`,
      code: { text: name },
      recordedDate: addDays(dayOf(now), -400),
      meta: { extension: [{ url: 'urn:chanoma:source', valueString: found.pharmacy }] },
    })),
  ];
}

/** 医療費通知 and 差額通知 of a resident, invented. */
export const healthLetters = (card: string, now: Date): HealthLetter[] =>
  papers[card]?.letters(dayOf(now)) ?? [];
