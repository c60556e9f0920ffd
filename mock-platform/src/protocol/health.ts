import * as z from 'zod/mini';
import { Day, Instant, Uuid } from './basics.ts';

export const Coding = z.object({
  system: z.optional(z.string()),
  code: z.optional(z.string()),
  display: z.optional(z.string()),
});
export const CodeableConcept = z.object({
  coding: z.optional(z.array(Coding)),
  text: z.optional(z.string()),
});
export const Quantity = z.object({
  value: z.optional(z.number()),
  unit: z.optional(z.string()),
  system: z.optional(z.string()),
  code: z.optional(z.string()),
});

/** Extension of `meta` that names the institution which handed a record in, as residents read it. */
export const sourceExtension = 'urn:chanoma:source';
const Meta = z.object({
  extension: z.optional(z.array(z.object({ url: z.string(), valueString: z.optional(z.string()) }))),
});

/**
 * The part of FHIR R4 (JP Core) that the television reads. Unknown members are kept by the store and ignored here.
 * `GET /health/fhir/Observation?category=vital-signs|laboratory|exam&code=…&_count=…&_sort=-date` (person token)
 * answers a searchset Bundle of the token's own person; there is no parameter for another one.
 */
export const Observation = z.object({
  resourceType: z.literal('Observation'),
  id: z.string(),
  status: z.string(),
  category: z.optional(z.array(CodeableConcept)),
  code: CodeableConcept,
  effectiveDateTime: z.string(),
  valueQuantity: z.optional(Quantity),
  valueCodeableConcept: z.optional(CodeableConcept),
  valueString: z.optional(z.string()),
  component: z.optional(z.array(z.object({ code: CodeableConcept, valueQuantity: z.optional(Quantity) }))),
  interpretation: z.optional(z.array(CodeableConcept)),
  referenceRange: z.optional(
    z.array(
      z.object({ low: z.optional(Quantity), high: z.optional(Quantity), text: z.optional(z.string()) }),
    ),
  ),
  /** Who measured it, for the source line: 「ごじたくの 血圧計」, 「ひより町 特定健診」. */
  performer: z.optional(z.array(z.object({ display: z.optional(z.string()) }))),
  meta: z.optional(Meta),
});
export type Observation = z.infer<typeof Observation>;

export const ObservationBundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  total: z.number(),
  entry: z.array(z.object({ resource: Observation })),
});
export type ObservationBundle = z.infer<typeof ObservationBundle>;

/** Codes the television knows (LOINC for vital signs, JLAC10 for the check-up). */
export const observationCodes = {
  bloodPressure: { system: 'http://loinc.org', code: '85354-9' },
  systolic: { system: 'http://loinc.org', code: '8480-6' },
  diastolic: { system: 'http://loinc.org', code: '8462-4' },
  bodyWeight: { system: 'http://loinc.org', code: '29463-7' },
  hba1c: { system: 'urn:oid:1.2.392.200119.6.1005', code: '3D046000001906202' },
  ldlCholesterol: { system: 'urn:oid:1.2.392.200119.6.1005', code: '3F077000002327101' },
  egfr: { system: 'urn:oid:1.2.392.200119.6.1005', code: '8A065000002391901' },
} as const;

const searchsetOf = <T extends z.ZodMiniType>(resource: T) =>
  z.object({
    resourceType: z.literal('Bundle'),
    type: z.literal('searchset'),
    total: z.number(),
    entry: z.array(z.object({ resource })),
  });
const Actor = z.object({ actor: z.optional(z.object({ display: z.optional(z.string()) })) });

/** A medicine that was handed over, as far as the television reads it. */
export const MedicationDispense = z.object({
  resourceType: z.literal('MedicationDispense'),
  id: z.string(),
  status: z.string(),
  medicationCodeableConcept: z.optional(CodeableConcept),
  whenHandedOver: z.optional(z.string()),
  daysSupply: z.optional(Quantity),
  dosageInstruction: z.optional(
    z.array(
      z.object({
        text: z.optional(z.string()),
        doseAndRate: z.optional(
          z.array(
            z.object({
              doseQuantity: z.optional(Quantity),
              rateRatio: z.optional(z.object({ numerator: z.optional(Quantity) })),
            }),
          ),
        ),
      }),
    ),
  ),
  performer: z.optional(z.array(Actor)),
  meta: z.optional(Meta),
});
export type MedicationDispense = z.infer<typeof MedicationDispense>;
export const MedicationDispenseBundle = searchsetOf(MedicationDispense);

export const Immunization = z.object({
  resourceType: z.literal('Immunization'),
  id: z.string(),
  status: z.string(),
  vaccineCode: CodeableConcept,
  occurrenceDateTime: z.string(),
  performer: z.optional(z.array(Actor)),
  meta: z.optional(Meta),
});
export type Immunization = z.infer<typeof Immunization>;
export const ImmunizationBundle = searchsetOf(Immunization);

export const AllergyIntolerance = z.object({
  resourceType: z.literal('AllergyIntolerance'),
  id: z.string(),
  code: CodeableConcept,
  recordedDate: z.optional(z.string()),
  reaction: z.optional(z.array(z.object({ manifestation: z.optional(z.array(CodeableConcept)) }))),
  meta: z.optional(Meta),
});
export type AllergyIntolerance = z.infer<typeof AllergyIntolerance>;
export const AllergyIntoleranceBundle = searchsetOf(AllergyIntolerance);

const Yen = z.int().check(z.minimum(0), z.maximum(1_000_000_000));
const Words = z.string().check(z.minLength(1), z.maxLength(60));

/** 医療費通知: one month at one institution. There is no FHIR profile for it in Japan. */
export const CostLetter = z.object({
  kind: z.literal('cost'),
  id: Words,
  /** Day of issue. */
  day: Day,
  from: Words,
  /** 受診年月, `YYYY-MM`. */
  month: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
  institution: Words,
  /** 診療区分 */
  care: z.enum(['inpatient', 'outpatient', 'dental', 'pharmacy']),
  days: z.int().check(z.minimum(0), z.maximum(31)),
  /** 10割 */
  total: Yen,
  /** 自己負担 */
  paid: Yen,
});
/** ジェネリック差額通知: one medicine and what could be saved in a month. */
export const GenericLetter = z.object({
  kind: z.literal('generic'),
  id: Words,
  day: Day,
  from: Words,
  medicine: Words,
  /** 自己負担 now. */
  paid: Yen,
  /** Least that a month could cost less. */
  saving: Yen,
});
export const HealthLetter = z.discriminatedUnion('kind', [CostLetter, GenericLetter]);
export type HealthLetter = z.infer<typeof HealthLetter>;
/** `GET /health/letters`, newest first. */
export const HealthLetters = z.object({ letters: z.array(HealthLetter) });
export type HealthLetters = z.infer<typeof HealthLetters>;

/** What a person measured at home and typed on the television; the same `requestId` counts once. */
export const HomeMeasurement = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('blood-pressure'),
    requestId: Uuid,
    systolic: z.int().check(z.minimum(50), z.maximum(300)),
    diastolic: z.int().check(z.minimum(20), z.maximum(250)),
  }),
  z.object({
    kind: z.literal('weight'),
    requestId: Uuid,
    kilograms: z.number().check(z.minimum(10), z.maximum(300)),
  }),
]);
export type HomeMeasurement = z.infer<typeof HomeMeasurement>;

/** One line of what was seen or written of a person's records, and by whom. */
export const HealthAccess = z.object({
  at: Instant,
  /** `self` at her own television, otherwise the name of a proxy or an institution. */
  actor: z.string(),
  action: z.enum(['read', 'written']),
  /** FHIR type, or `letters`. */
  kind: z.string(),
});
export type HealthAccess = z.infer<typeof HealthAccess>;
/** Somebody who may read for her. */
export const HealthProxy = z.object({ id: Uuid, name: z.string(), from: Instant, until: Instant });
export type HealthProxy = z.infer<typeof HealthProxy>;
/** `GET /health/accesses`: newest first, and who may read now. */
export const HealthAccesses = z.object({ accesses: z.array(HealthAccess), proxies: z.array(HealthProxy) });
export type HealthAccesses = z.infer<typeof HealthAccesses>;

/** Answer to a revocation: who may read for her still. */
export const HealthProxies = z.pick(HealthAccesses, { proxies: true });

/** Answer to a bundle or an お薬手帳 file that was taken over: every entry or line, with what was left out of it. */
export const ImportReport = z.object({
  import: Uuid,
  stored: z.int(),
  entries: z.array(z.object({ entry: z.int(), resource: z.string(), leftOut: z.array(z.string()) })),
  lines: z.optional(
    z.array(z.object({ line: z.int(), record: z.string(), outcome: z.enum(['taken', 'left-out']) })),
  ),
});
export type ImportReport = z.infer<typeof ImportReport>;
