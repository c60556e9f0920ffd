import type { PlatformContext } from '../server/context.ts';
import type { Line, Scenery, TownTables } from './tables.ts';

export interface TownDistrict {
  code: string;
  name: string;
  households: number;
  /** Kilometres from the town hall. */
  east: number;
  north: number;
  outline: Line | null;
}

export interface TownResident {
  /** Pairwise subject of the sector `town`. */
  subject: string;
  household: string;
  callName: string;
  fullName: string;
  supportNeeded: boolean;
}

/** Name of a municipality; undefined when it has no register here. */
export async function townName(context: PlatformContext, municipality: string): Promise<string | undefined> {
  const row = await context
    .tables<TownTables>()
    .selectFrom('town.town')
    .select('name')
    .where('code', '=', municipality)
    .executeTakeFirst();
  return row?.name;
}

/** What a town's map shows beside its districts. */
export async function sceneryOf(context: PlatformContext, municipality: string): Promise<Scenery[]> {
  const row = await context
    .tables<TownTables>()
    .selectFrom('town.town')
    .select('scenery')
    .where('code', '=', municipality)
    .executeTakeFirst();
  return row?.scenery ?? [];
}

/** Districts in the register's own order. */
export function districtsOf(context: PlatformContext, municipality: string): Promise<TownDistrict[]> {
  return context
    .tables<TownTables>()
    .selectFrom('town.district')
    .select(['code', 'name', 'households', 'east', 'north', 'outline'])
    .where('municipality', '=', municipality)
    .orderBy('position')
    .execute();
}

/** Shelters of a town by name, with the marked text that an order says. */
export function sheltersOf(
  context: PlatformContext,
  municipality: string,
): Promise<
  { id: string; name: string; marked: string; english: string; district: string; capacity: number }[]
> {
  return context
    .tables<TownTables>()
    .selectFrom('town.shelter')
    .select(['id', 'name', 'marked', 'english', 'district', 'capacity'])
    .where('municipality', '=', municipality)
    .orderBy('id')
    .execute();
}

/**
 * Residents of households of one town, those too who live in another as well; households of another town give nobody.
 */
export function residentsOf(
  context: PlatformContext,
  municipality: string,
  households: readonly string[],
): Promise<TownResident[]> {
  if (households.length === 0) return Promise.resolve([]);
  return context
    .tables<TownTables>()
    .selectFrom((of) =>
      of
        .selectFrom('town.resident')
        .select(['subject', 'household'])
        .unionAll(of.selectFrom('town.also_at').select(['subject', 'household']))
        .as('place'),
    )
    .innerJoin('town.resident as resident', 'resident.subject', 'place.subject')
    .innerJoin('town.household as household', 'household.household', 'place.household')
    .select([
      'resident.subject',
      'place.household',
      'resident.call_name as callName',
      'resident.full_name as fullName',
      'resident.support_needed as supportNeeded',
    ])
    .where('household.municipality', '=', municipality)
    .where('place.household', 'in', [...households])
    .orderBy('resident.position')
    .execute();
}

/** Names of households of one town, by pairwise id. */
export async function householdNames(
  context: PlatformContext,
  municipality: string,
  households: readonly string[],
): Promise<Map<string, string>> {
  if (households.length === 0) return new Map();
  const rows = await context
    .tables<TownTables>()
    .selectFrom('town.household')
    .select(['household', 'name'])
    .where('municipality', '=', municipality)
    .where('household', 'in', [...households])
    .execute();
  return new Map(rows.map(({ household, name }) => [household, name]));
}

/** Who supports residents, as the town's register says; by subject. */
export async function supportersOf(
  context: PlatformContext,
  residents: readonly string[],
): Promise<Map<string, { name: string; role: string }[]>> {
  if (residents.length === 0) return new Map();
  const rows = await context
    .tables<TownTables>()
    .selectFrom('town.supporter')
    .select(['resident', 'name', 'role'])
    .where('resident', 'in', [...residents])
    .orderBy('name')
    .execute();
  const found = new Map<string, { name: string; role: string }[]>();
  for (const { resident, ...one } of rows) found.set(resident, [...(found.get(resident) ?? []), one]);
  return found;
}

/** Residents of a town by subject, with their household; whom no register has is not among them. */
export async function residentsBySubject(
  context: PlatformContext,
  municipality: string,
  subjects: readonly string[],
): Promise<Map<string, TownResident>> {
  if (subjects.length === 0) return new Map();
  const rows = await context
    .tables<TownTables>()
    .selectFrom('town.resident as resident')
    .innerJoin('town.household as household', 'household.household', 'resident.household')
    .select([
      'resident.subject',
      'resident.household',
      'resident.call_name as callName',
      'resident.full_name as fullName',
      'resident.support_needed as supportNeeded',
    ])
    .where('household.municipality', '=', municipality)
    .where('resident.subject', 'in', [...subjects])
    .execute();
  return new Map(rows.map((row) => [row.subject, row]));
}

/** How many persons a shelter takes; 0 for one that the register does not have. */
export async function shelterCapacity(
  context: PlatformContext,
  municipality: string,
  shelter: string,
): Promise<number> {
  const row = await context
    .tables<TownTables>()
    .selectFrom('town.shelter')
    .select('capacity')
    .where('municipality', '=', municipality)
    .where('id', '=', shelter)
    .executeTakeFirst();
  return row?.capacity ?? 0;
}
