import type {
  AllergyIntolerance,
  HealthAccesses,
  HealthLetters,
  Immunization,
  MedicationDispense,
} from '../../mock-platform/src/protocol/health.ts';
import type { CannedService } from './fake-agent.ts';

/** Hana's medicines, vaccinations, allergies, letters and who has looked, on 2026-11-20. */
export function medicine(name: string, usage: string, count: number, id = name): MedicationDispense {
  return {
    resourceType: 'MedicationDispense',
    id: `medicine-${id}`,
    status: 'completed',
    medicationCodeableConcept: { text: name },
    whenHandedOver: '2026-11-14',
    daysSupply: { value: 28, unit: '日' },
    dosageInstruction: [{ text: usage, doseAndRate: [{ doseQuantity: { value: count, unit: '錠' } }] }],
    performer: [{ actor: { display: 'ひより薬局' } }],
  };
}

export const medicines = [
  medicine('アムロジピン錠5mg', '1日1回 朝食後に服用', 1),
  medicine('レバミピド錠100mg', '1日3回 毎食後に服用', 1),
  medicine('ロスバスタチン錠2.5mg', '1日1回 夕食後に服用', 1),
  medicine('センノシド錠12mg', '1日1回 就寝前に服用', 2),
];

const vaccination = (day: string): Immunization => ({
  resourceType: 'Immunization',
  id: `vaccination-${day}`,
  status: 'completed',
  vaccineCode: { text: 'インフルエンザ' },
  occurrenceDateTime: day,
  performer: [{ actor: { display: 'ひより町' } }],
});

const allergy = (name: string): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  id: `allergy-${name}`,
  code: { text: name },
  recordedDate: '2025-10-16',
  meta: { extension: [{ url: 'urn:chanoma:source', valueString: 'ひより薬局' }] },
});

const from = { day: '2026-11-15', from: '後期高齢者医療広域連合' };
export const letters: HealthLetters = {
  letters: [
    {
      ...from,
      kind: 'cost',
      id: 'cost-1',
      month: '2026-08',
      institution: 'ひより医院',
      care: 'outpatient',
      days: 1,
      total: 5420,
      paid: 540,
    },
    {
      ...from,
      kind: 'cost',
      id: 'cost-2',
      month: '2026-08',
      institution: 'ひより薬局',
      care: 'pharmacy',
      days: 1,
      total: 3870,
      paid: 390,
    },
    { ...from, kind: 'generic', id: 'generic-1', medicine: 'クレストール錠2.5mg', paid: 380, saving: 210 },
  ],
};

export const accesses: HealthAccesses = {
  proxies: [
    {
      id: '5a1e7c1e-2222-4000-8000-000000000001',
      name: 'むすめの ゆい',
      from: '2026-10-01T00:00:00Z',
      until: '2027-03-31T00:00:00Z',
    },
  ],
  accesses: [
    { at: '2026-11-20T09:30:00Z', actor: 'self', action: 'read', kind: 'Observation' },
    { at: '2026-11-19T10:15:00Z', actor: 'むすめの ゆい', action: 'read', kind: 'Observation' },
    { at: '2026-11-14T05:00:00Z', actor: 'ひより薬局', action: 'written', kind: 'import' },
  ],
};

const searchset =
  (resources: readonly object[]): CannedService =>
  () => ({
    body: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: resources.length,
      entry: resources.map((resource) => ({ resource })),
    },
  });

export const healthServices: Record<string, CannedService> = {
  '/health/fhir/MedicationDispense': searchset(medicines),
  '/health/fhir/Immunization': searchset(['2026-10-21', '2025-10-21', '2024-10-21'].map(vaccination)),
  '/health/fhir/AllergyIntolerance': searchset(['そば', 'ペニシリン'].map(allergy)),
  '/health/letters': () => ({ body: letters }),
  '/health/accesses': () => ({ body: accesses }),
  '/health/measurements': () => ({ body: {} }),
};
