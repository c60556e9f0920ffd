/** A JSON object as FHIR writes them. */
export type JsonObject = { [member: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Resources that are about who somebody is, not about their health; the store never takes them. */
export const personalResources: ReadonlySet<string> = new Set([
  'Patient',
  'Person',
  'RelatedPerson',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Encounter',
  'Coverage',
  'Composition',
]);

/** Members that name or locate a person wherever they stand in a resource. */
const personalMembers: ReadonlySet<string> = new Set([
  'subject',
  'patient',
  'beneficiary',
  'subscriber',
  'subscriberId',
  'individual',
  'name',
  'address',
  'telecom',
  'contact',
  'identifier',
  'birthDate',
  'photo',
  'gender',
]);

/** FHIR's generated text (`Narrative`) repeats names; `text` of a code or a range is a plain string and stays. */
const isNarrative = (member: string, value: unknown): boolean =>
  member === 'text' && isObject(value) && typeof value.div === 'string';

const personalReference = /(?:^|\/)(?:Patient|Person|RelatedPerson)\//;

function pointsToPerson(value: unknown, persons: ReadonlySet<string>): boolean {
  return (
    isObject(value) &&
    typeof value.reference === 'string' &&
    (personalReference.test(value.reference) || persons.has(value.reference))
  );
}

const isPersonalContained = (value: unknown): boolean =>
  isObject(value) && typeof value.resourceType === 'string' && personalResources.has(value.resourceType);

/**
 * A copy without anything that says who the person is: names, addresses, telephone numbers, identifiers, generated text,
 * contained persons and references to them. What was measured, when and by which institution stays.
 * @param persons full URLs of the bundle's own Patient entries, as references name them
 */
export function withoutPersonalData(resource: JsonObject, persons: ReadonlySet<string>): JsonObject {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.filter((item) => !pointsToPerson(item, persons) && !isPersonalContained(item)).map(copy);
    }
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(
      ([member, item]) =>
        !personalMembers.has(member) && !isNarrative(member, item) && !pointsToPerson(item, persons),
    );
    return Object.fromEntries(kept.map(([member, item]) => [member, copy(item)]));
  };
  return copy(resource) as JsonObject;
}
