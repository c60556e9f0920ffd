import { isObject, type JsonObject, personalResources, withoutPersonalData } from './personal-data.ts';

/** One fault of a bundle that was handed in. */
export interface BundleFault {
  /** JSON pointer, for instance `/entry/3/resource/effectiveDateTime`. */
  path: string;
  message: string;
}

/** The bundle is not taken over; nothing of it was stored. */
export class BundleRefused extends Error {
  override readonly name = 'BundleRefused';
  readonly code = 'request.malformed';
  constructor(readonly errors: BundleFault[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}

/** A resource as the store keeps it, with what it is found by. */
export interface StoredResource {
  type: string;
  id: string;
  /** Category codes. */
  categories: string[];
  /** Codes as `system|code`. */
  codes: string[];
  effective: Date;
  resource: JsonObject;
}

/** Most entries that one bundle may have, and most bytes of one resource. */
const maxEntries = 5000;
const maxResourceBytes = 65_536;

const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;
const uuidUrl = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** FHIR R4 date or dateTime down to the day; finer precision needs a zone. */
const datePattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Which members of each kind hold its time and its codes. */
const clinicalTypes: Record<string, { time: string[]; code: string; timed: boolean }> = {
  Observation: { time: ['effectiveDateTime'], code: 'code', timed: true },
  DiagnosticReport: { time: ['effectiveDateTime', 'issued'], code: 'code', timed: true },
  Immunization: { time: ['occurrenceDateTime'], code: 'vaccineCode', timed: true },
  Condition: { time: ['onsetDateTime', 'recordedDate'], code: 'code', timed: false },
  AllergyIntolerance: { time: ['onsetDateTime', 'recordedDate'], code: 'code', timed: false },
  MedicationRequest: { time: ['authoredOn'], code: 'medicationCodeableConcept', timed: false },
  MedicationStatement: { time: ['effectiveDateTime'], code: 'medicationCodeableConcept', timed: false },
};

/** A day without a time counts from its beginning in Japan. */
function instantOf(text: string): Date | undefined {
  if (!datePattern.test(text)) return undefined;
  const instant = new Date(text.length === 10 ? `${text}T00:00:00+09:00` : text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function codingsOf(concept: unknown): { system?: string; code: string }[] {
  if (!isObject(concept) || !Array.isArray(concept.coding)) return [];
  return concept.coding.filter(isObject).flatMap(({ system, code }) => {
    if (typeof code !== 'string') return [];
    return [typeof system === 'string' ? { system, code } : { code }];
  });
}

function quantityFaults(value: unknown, path: string): BundleFault[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ path, message: 'must be an object' }];
  return typeof value.value === 'number' && Number.isFinite(value.value)
    ? []
    : [{ path: `${path}/value`, message: 'must be a number' }];
}

function observationFaults(resource: JsonObject, path: string): BundleFault[] {
  const faults = quantityFaults(resource.valueQuantity, `${path}/valueQuantity`);
  if (typeof resource.status !== 'string') faults.push({ path: `${path}/status`, message: 'is required' });
  if (resource.component !== undefined && !Array.isArray(resource.component)) {
    faults.push({ path: `${path}/component`, message: 'must be an array' });
  } else if (Array.isArray(resource.component)) {
    for (const [index, component] of resource.component.entries()) {
      const at = `${path}/component/${index}`;
      if (!isObject(component)) faults.push({ path: at, message: 'must be an object' });
      else {
        if (!isObject(component.code)) faults.push({ path: `${at}/code`, message: 'is required' });
        faults.push(...quantityFaults(component.valueQuantity, `${at}/valueQuantity`));
      }
    }
  }
  return faults;
}

/** The resource's own id, otherwise the one of its `urn:uuid:` full URL. */
function idOf(entry: JsonObject, resource: JsonObject): string | undefined {
  if (resource.id !== undefined) return typeof resource.id === 'string' ? resource.id : '';
  return typeof entry.fullUrl === 'string' ? uuidUrl.exec(entry.fullUrl)?.[1]?.toLowerCase() : undefined;
}

function readEntry(
  entry: JsonObject,
  index: number,
  persons: ReadonlySet<string>,
): StoredResource | BundleFault[] | undefined {
  const path = `/entry/${index}/resource`;
  const { resource } = entry;
  if (!isObject(resource)) return [{ path, message: 'must be an object' }];
  const type = resource.resourceType;
  if (typeof type !== 'string') return [{ path: `${path}/resourceType`, message: 'is required' }];
  if (personalResources.has(type)) return undefined;
  const kind = Object.hasOwn(clinicalTypes, type) ? clinicalTypes[type] : undefined;
  if (kind === undefined) return [{ path: `${path}/resourceType`, message: 'is of a kind that is not kept' }];

  const faults: BundleFault[] = type === 'Observation' ? observationFaults(resource, path) : [];
  const id = idOf(entry, resource);
  if (id === undefined) faults.push({ path: `${path}/id`, message: 'is required' });
  else if (!idPattern.test(id)) faults.push({ path: `${path}/id`, message: 'must be a FHIR id' });
  if (!isObject(resource[kind.code])) faults.push({ path: `${path}/${kind.code}`, message: 'is required' });
  const timeMember = kind.time.find((member) => resource[member] !== undefined);
  const time = timeMember === undefined ? undefined : resource[timeMember];
  const effective = typeof time === 'string' ? instantOf(time) : undefined;
  if (effective === undefined && (kind.timed || timeMember !== undefined)) {
    const message = timeMember === undefined ? 'is required' : 'must be a day or an instant with offset';
    faults.push({ path: `${path}/${timeMember ?? kind.time[0]}`, message });
  }
  if (JSON.stringify(resource).length > maxResourceBytes) faults.push({ path, message: 'is too large' });
  if (faults.length > 0 || id === undefined) return faults;

  const categories = Array.isArray(resource.category) ? resource.category : [];
  return {
    type,
    id,
    categories: categories.flatMap(codingsOf).map(({ code }) => code),
    codes: codingsOf(resource[kind.code]).map(({ system, code }) => `${system ?? ''}|${code}`),
    effective: effective ?? new Date(0),
    resource: { ...withoutPersonalData(resource, persons), id },
  };
}

/**
 * Checks the structure of a FHIR R4 Bundle (`collection`, `document` or `transaction`) and gives its health resources
 * without personal data, ready to store. Resources that only say who somebody is are dropped.
 * @throws BundleRefused naming every faulty entry and member
 */
export function readBundle(bundle: unknown): StoredResource[] {
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle') {
    throw new BundleRefused([{ path: '/resourceType', message: 'must be Bundle' }]);
  }
  if (!['collection', 'document', 'transaction'].includes(bundle.type as string)) {
    throw new BundleRefused([{ path: '/type', message: 'must be collection, document or transaction' }]);
  }
  if (!Array.isArray(bundle.entry))
    throw new BundleRefused([{ path: '/entry', message: 'must be an array' }]);
  if (bundle.entry.length > maxEntries) {
    throw new BundleRefused([{ path: '/entry', message: `has more than ${maxEntries} entries` }]);
  }
  const persons = new Set<string>();
  for (const entry of bundle.entry as unknown[]) {
    const isPerson = isObject(entry) && isObject(entry.resource) && entry.resource.resourceType === 'Patient';
    if (isPerson && typeof entry.fullUrl === 'string') persons.add(entry.fullUrl);
  }
  const resources: StoredResource[] = [];
  const faults: BundleFault[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of (bundle.entry as unknown[]).entries()) {
    if (!isObject(entry)) {
      faults.push({ path: `/entry/${index}`, message: 'must be an object' });
      continue;
    }
    const read = readEntry(entry, index, persons);
    if (read === undefined) continue;
    if (Array.isArray(read)) {
      faults.push(...read);
      continue;
    }
    const name = `${read.type}/${read.id}`;
    if (seen.has(name))
      faults.push({ path: `/entry/${index}/resource/id`, message: 'occurs twice in the bundle' });
    seen.add(name);
    resources.push(read);
  }
  if (faults.length > 0) throw new BundleRefused(faults);
  return resources;
}
