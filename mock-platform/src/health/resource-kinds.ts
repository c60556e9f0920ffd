/** How the store finds a kind of resource again. */
export interface ResourceKind {
  /** Members that hold its time, the first that is there counts; `a/b` goes into an object. */
  time: readonly string[];
  /** Without a time it is refused. */
  timed: boolean;
  /** Members that hold its code. */
  code: readonly string[];
  /** Without a code it is refused. */
  coded: boolean;
}

const kind = (time: string[], code: string[] = [], required: '' | 'code' | 'both' = ''): ResourceKind => ({
  time,
  timed: required === 'both',
  code,
  coded: required !== '',
});

/** Kinds of FHIR R4 resources that the store takes. */
export const resourceKinds: Readonly<Record<string, ResourceKind>> = {
  Observation: kind(['effectiveDateTime'], ['code'], 'both'),
  DiagnosticReport: kind(['effectiveDateTime', 'issued'], ['code'], 'both'),
  Immunization: kind(['occurrenceDateTime'], ['vaccineCode'], 'both'),
  Condition: kind(['onsetDateTime', 'recordedDate'], ['code'], 'code'),
  AllergyIntolerance: kind(['onsetDateTime', 'recordedDate'], ['code'], 'code'),
  MedicationRequest: kind(['authoredOn'], ['medicationCodeableConcept', 'medicationReference'], 'code'),
  MedicationDispense: kind(
    ['whenHandedOver', 'whenPrepared'],
    ['medicationCodeableConcept', 'medicationReference'],
    'code',
  ),
  MedicationStatement: kind(
    ['effectiveDateTime', 'effectivePeriod/start', 'dateAsserted'],
    ['medicationCodeableConcept', 'medicationReference'],
    'code',
  ),
  Composition: kind(['date'], ['type'], 'both'),
  Procedure: kind(['performedDateTime', 'performedPeriod/start'], ['code'], 'code'),
  Medication: kind([], ['code']),
  Specimen: kind(['collection/collectedDateTime', 'receivedTime'], ['type']),
  Encounter: kind(['period/start']),
  Coverage: kind(['period/start'], ['type']),
  Organization: kind([], ['type']),
  Practitioner: kind([]),
  PractitionerRole: kind([], ['code']),
  Location: kind([]),
  Patient: kind([]),
};

/** Names of the kinds, for the capability statement. */
export const resourceTypes: readonly string[] = Object.keys(resourceKinds);
