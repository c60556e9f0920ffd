/** A JSON object as FHIR writes them. */
export type JsonObject = { [member: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Resources that are a person; whoever they are, the store knows them as `Patient/me`. */
const persons: ReadonlySet<string> = new Set(['Patient', 'Person', 'RelatedPerson']);
/** The one person of a store, seen from inside it. */
export const self = 'Patient/me';

/** What names, locates or numbers a person. */
const ofPersons: ReadonlySet<string> = new Set([
  'name',
  'address',
  'telecom',
  'identifier',
  'contact',
  'photo',
  'link',
  'valueAddress',
  'valueHumanName',
  'valueContactPoint',
  'valueIdentifier',
]);
/** Insurance numbers: 記号・番号・枝番 and what is made of them. */
const ofCoverages: ReadonlySet<string> = new Set(['identifier', 'subscriberId', 'dependent']);
/** Places and their people are public; elsewhere an address or a telephone number can only be a person's. */
const publicParties: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
]);
const contactMembers: ReadonlySet<string> = new Set(['address', 'telecom', 'birthDate', 'photo']);

/** Numbers of patients, of insured persons and of insurers (保険者番号), wherever they stand. */
const personalSystem = /20\.3\.(?:51|61)(?:\.|$)|insur(?:ed|ance)[-_]?(?:person|member)|patient/i;
const insuredExtension = /Coverage_InsuredPerson/;
const personalReference = /(?:^|\/)(?:Patient|Person|RelatedPerson)\//;

/** FHIR's generated text (`Narrative`) repeats names; `text` of a code or a range is a plain string and stays. */
const isNarrative = (member: string, value: unknown): boolean =>
  member === 'text' && isObject(value) && typeof value.div === 'string';

/** Members whose strings are addresses and codes, not words. */
const technical: ReadonlySet<string> = new Set([
  'id',
  'url',
  'system',
  'code',
  'reference',
  'profile',
  'resourceType',
]);

export interface Stripped {
  resource: JsonObject;
  /** What was left out, as JSON pointers into the resource. */
  leftOut: string[];
}

/** What the other resources of a bundle need to be known without their person. */
export interface Surroundings {
  /** Where each full URL of the bundle is to be found in the store: `Observation/17`. */
  places: ReadonlyMap<string, string>;
  /** Words and numbers that name the person; found elsewhere, they are left out too. */
  words: readonly string[];
}

const leastWord = 3;

function nameWords(name: JsonObject): string[] {
  const given = Array.isArray(name.given) ? name.given.join('') : '';
  const both = [name.family, given].filter((part) => typeof part === 'string' && part !== '');
  return [name.text, ...['', ' ', '　'].map((gap) => both.join(gap))].filter(
    (word): word is string => typeof word === 'string',
  );
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Words of a person or an insurance that say who it is. */
export function wordsOf(resource: JsonObject): string[] {
  const type = String(resource.resourceType);
  const numbers = listOf(resource.identifier).map(({ value }) => value);
  const found = persons.has(type)
    ? [
        ...listOf(resource.name).flatMap(nameWords),
        ...listOf(resource.telecom).map(({ value }) => value),
        ...listOf(resource.address).map(({ text }) => text),
        ...numbers,
      ]
    : type === 'Coverage'
      ? [resource.subscriberId, ...numbers]
      : [];
  return found.filter((word): word is string => typeof word === 'string' && word.length >= leastWord);
}

/**
 * A copy without anything that says who the person is: name, address, telecom, identifiers, numbers of the insurance,
 * generated text. References to the person say `Patient/me`, those within the bundle where the store keeps their target.
 * Everything else stays whole: what was measured, when, by which institution and which doctor.
 */
export function withoutPersonalData(resource: JsonObject, { places, words }: Surroundings): Stripped {
  const leftOut: string[] = [];

  const refuses = (type: string, member: string, value: unknown): boolean => {
    if (isNarrative(member, value)) return true;
    if (persons.has(type) && ofPersons.has(member)) return true;
    if (type === 'Coverage' && ofCoverages.has(member)) return true;
    if (!publicParties.has(type) && contactMembers.has(member) && !persons.has(type)) return true;
    return typeof value === 'string' && !technical.has(member) && words.some((word) => value.includes(word));
  };
  const isPersonalItem = (value: unknown): boolean =>
    isObject(value) &&
    ((typeof value.system === 'string' && 'value' in value && personalSystem.test(value.system)) ||
      (typeof value.url === 'string' && insuredExtension.test(value.url)));

  const referenceOf = (value: JsonObject, path: string): JsonObject | undefined => {
    if (typeof value.reference !== 'string') return undefined;
    const place = places.get(value.reference) ?? value.reference;
    if (place !== self && !personalReference.test(place)) return { ...value, reference: place };
    for (const member of Object.keys(value)) if (member !== 'reference') leftOut.push(`${path}/${member}`);
    return { reference: self };
  };

  const copy = (value: unknown, type: string, path: string): unknown => {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => {
        const at = `${path}/${index}`;
        if (isPersonalItem(item) || (typeof item === 'string' && words.some((word) => item.includes(word)))) {
          leftOut.push(at);
          return [];
        }
        return [copy(item, type, at)];
      });
    }
    if (!isObject(value)) return value;
    const own = typeof value.resourceType === 'string' ? value.resourceType : type;
    const kept = Object.entries(referenceOf(value, path) ?? value).flatMap(([member, item]) => {
      const at = `${path}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (refuses(own, member, item) || isPersonalItem(item)) {
        leftOut.push(at);
        return [];
      }
      const copied = copy(item, own, at);
      const emptied = Array.isArray(copied) && copied.length === 0 && (item as unknown[]).length > 0;
      return emptied ? [] : [[member, copied] as const];
    });
    return Object.fromEntries(kept);
  };
  return { resource: copy(resource, '', '') as JsonObject, leftOut };
}
