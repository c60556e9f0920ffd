import type { Shelter } from '../protocol/town.ts';
import type { PlatformContext } from '../server/context.ts';
import type { TownTables } from './tables.ts';

/** Shelters of a household's town, nearest district first (its own before all); empty for an unknown household. */
export async function sheltersFor(
  context: PlatformContext,
  municipality: string,
  household: string,
): Promise<Shelter[]> {
  const tables = context.tables<TownTables>();
  const home = await tables
    .selectFrom('town.household as household')
    .innerJoin('town.district as district', (join) =>
      join
        .onRef('district.municipality', '=', 'household.municipality')
        .onRef('district.code', '=', 'household.district'),
    )
    .select(['district.code', 'district.east', 'district.north'])
    .where('household.household', '=', household)
    .where('household.municipality', '=', municipality)
    .executeTakeFirst();
  if (home === undefined) return [];
  const rows = await tables
    .selectFrom('town.shelter as shelter')
    .innerJoin('town.district as district', (join) =>
      join
        .onRef('district.municipality', '=', 'shelter.municipality')
        .onRef('district.code', '=', 'shelter.district'),
    )
    .select([
      'shelter.id',
      'shelter.name',
      'shelter.reading',
      'shelter.district',
      'district.name as districtName',
      'shelter.capacity',
      'shelter.note',
      'district.east',
      'district.north',
    ])
    .where('shelter.municipality', '=', municipality)
    .orderBy('shelter.id')
    .execute();
  const distance = ({ east, north }: { east: number; north: number }): number =>
    Math.hypot(east - home.east, north - home.north);
  return rows
    .map(({ east, north, ...shelter }) => ({
      shelter: { ...shelter, own: shelter.district === home.code },
      order: shelter.district === home.code ? -1 : distance({ east, north }),
    }))
    .sort((one, other) => one.order - other.order)
    .map(({ shelter }) => shelter);
}
