import { createHash } from 'node:crypto';
import {
  isObject,
  type JsonObject,
  type Surroundings,
  self,
  withoutPersonalData,
  wordsOf,
} from './personal-data.ts';
import { type ResourceKind, resourceKinds } from './resource-kinds.ts';

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
  /** Category codes, each alone and as `system|code`. */
  categories: string[];
  /** Codes as `system|code`. */
  codes: string[];
  effective: Date;
  resource: JsonObject;
}

/** What became of one entry of a bundle. */
export interface EntryReport {
  entry: number;
  /** Type and id as the store keeps them. */
  resource: string;
  /** What was left out of it, as JSON pointers into the resource. */
  leftOut: string[];
}

export interface ReadBundle {
  resources: StoredResource[];
  report: EntryReport[];
}

/** Most entries that one bundle may have, and most bytes of one resource. */
const maxEntries = 5000;
const maxResourceBytes = 65_536;

const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;
const uuidUrl = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** FHIR R4 date or dateTime down to the day; finer precision needs a zone. */
const datePattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/;
/** A year or a month, where only the time of a result must be known to the day. */
const coarsePattern = /^\d{4}(?:-\d{2})?$/;

/** A day without a time counts from its beginning in Japan, a year or month from its first day. */
function instantOf(text: string, coarse: boolean): Date | undefined {
  if (coarse && coarsePattern.test(text)) return instantOf(`${text}-01-01`.slice(0, 10), false);
  if (!datePattern.test(text)) return undefined;
  const instant = new Date(text.length === 10 ? `${text}T00:00:00+09:00` : text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** The value at `a/b`. */
function memberAt(resource: JsonObject, path: string): unknown {
  return path.split('/').reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), resource);
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

/** Searches name categories with their system or without. */
const categoryNames = ({ system, code }: { system?: string; code: string }): string[] =>
  system === undefined ? [code] : [code, `${system}|${code}`];

function timeOf(resource: JsonObject, kind: ResourceKind, path: string): Date | BundleFault {
  const member = kind.time.find((name) => memberAt(resource, name) !== undefined);
  if (member === undefined)
    return kind.timed ? { path: `${path}/${kind.time[0]}`, message: 'is required' } : new Date(0);
  const text = memberAt(resource, member);
  const time = typeof text === 'string' ? instantOf(text, !kind.timed) : undefined;
  return time ?? { path: `${path}/${member}`, message: 'must be a day or an instant with offset' };
}

interface Entry {
  path: string;
  resource: JsonObject;
  type: string;
  kind: ResourceKind;
  id: string;
}

function kindOf(resource: JsonObject, path: string): { type: string; kind: ResourceKind } | BundleFault {
  const type = resource.resourceType;
  if (typeof type !== 'string') return { path: `${path}/resourceType`, message: 'is required' };
  const kind = Object.hasOwn(resourceKinds, type) ? resourceKinds[type] : undefined;
  return kind ? { type, kind } : { path: `${path}/resourceType`, message: 'is of a kind that is not kept' };
}

/** What can be read of an entry, or all its faults. */
function openEntry(entry: unknown, index: number): Entry | BundleFault[] {
  if (!isObject(entry)) return [{ path: `/entry/${index}`, message: 'must be an object' }];
  const path = `/entry/${index}/resource`;
  const { resource } = entry;
  if (!isObject(resource)) return [{ path, message: 'must be an object' }];
  const found = kindOf(resource, path);
  if ('message' in found) return [found];
  const { type, kind } = found;
  const faults: BundleFault[] = type === 'Observation' ? observationFaults(resource, path) : [];
  const id = type === 'Patient' ? 'me' : idOf(entry, resource);
  if (id === undefined) faults.push({ path: `${path}/id`, message: 'is required' });
  else if (!idPattern.test(id)) faults.push({ path: `${path}/id`, message: 'must be a FHIR id' });
  if (kind.coded && !kind.code.some((member) => isObject(resource[member])))
    faults.push({ path: `${path}/${kind.code[0]}`, message: 'is required' });
  const time = timeOf(resource, kind, path);
  if ('message' in time) faults.push(time);
  if (JSON.stringify(resource).length > maxResourceBytes) faults.push({ path, message: 'is too large' });
  return faults.length > 0 || id === undefined ? faults : { path, resource, type, kind, id };
}

function stored(
  { resource, type, kind, id, path }: Entry,
  around: Surroundings,
): StoredResource & { leftOut: string[] } {
  const { resource: kept, leftOut } = withoutPersonalData(resource, around);
  const categories = Array.isArray(resource.category) ? resource.category : [resource.category];
  const codes = kind.code.flatMap((member) => {
    const value = resource[member];
    return (Array.isArray(value) ? value : [value]).flatMap(codingsOf);
  });
  return {
    type,
    id,
    categories: categories.flatMap(codingsOf).flatMap(categoryNames),
    codes: codes.map(({ system, code }) => `${system ?? ''}|${code}`),
    effective: timeOf(resource, kind, path) as Date,
    resource: { ...kept, id },
    leftOut,
  };
}

const mostIdCharacters = 64;

/** The id under which one of several sources' resources is kept. */
export function idWithin(source: string, id: string): string {
  if (source === '') return id;
  const long = `${source}.${id}`;
  if (long.length <= mostIdCharacters) return long;
  return `${source}.${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

function entriesOf(bundle: unknown): unknown[] {
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle')
    throw new BundleRefused([{ path: '/resourceType', message: 'must be Bundle' }]);
  if (!['collection', 'document', 'transaction'].includes(bundle.type as string))
    throw new BundleRefused([{ path: '/type', message: 'must be collection, document or transaction' }]);
  if (!Array.isArray(bundle.entry))
    throw new BundleRefused([{ path: '/entry', message: 'must be an array' }]);
  if (bundle.entry.length > maxEntries)
    throw new BundleRefused([{ path: '/entry', message: `has more than ${maxEntries} entries` }]);
  return bundle.entry;
}

/**
 * Checks the structure of a FHIR R4 Bundle (`collection`, `document` or `transaction`) and gives all its resources without
 * personal data, ready to store, with a report of every entry: what was left out of it.
 * @param source short name of who hands it in; ids of several sources must not meet, so theirs begin with it
 * @throws BundleRefused naming every faulty entry and member
 */
export function readBundle(bundle: unknown, source = ''): ReadBundle {
  const entries = entriesOf(bundle);
  const opened: { entry: Entry; index: number }[] = [];
  const faults: BundleFault[] = [];
  const places = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, raw] of entries.entries()) {
    const entry = openEntry(raw, index);
    if (Array.isArray(entry)) {
      faults.push(...entry);
      continue;
    }
    const own = `${entry.type}/${entry.id}`;
    entry.id = entry.type === 'Patient' ? entry.id : idWithin(source, entry.id);
    const name = entry.type === 'Patient' ? self : `${entry.type}/${entry.id}`;
    if (seen.has(name)) {
      const message = entry.type === 'Patient' ? 'is a second person' : 'occurs twice in the bundle';
      faults.push({ path: `${entry.path}/id`, message });
    }
    seen.add(name);
    const { fullUrl } = raw as JsonObject;
    places.set(own, name);
    if (typeof fullUrl === 'string') places.set(fullUrl, name);
    opened.push({ entry, index });
  }
  if (faults.length > 0) throw new BundleRefused(faults);
  const words = [...new Set(opened.flatMap(({ entry }) => wordsOf(entry.resource)))];
  const read = opened.map(({ entry, index }) => ({ index, ...stored(entry, { places, words }) }));
  return {
    resources: read.map(({ index: _, leftOut: __, ...resource }) => resource),
    report: read.map(({ index, type, id, leftOut }) => ({
      entry: index,
      resource: `${type}/${id}`,
      leftOut,
    })),
  };
}
