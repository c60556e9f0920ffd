import * as z from 'zod/mini';

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
