import type { PlatformContext } from '../server/context.ts';
import type { Line, Scenery, TownTables } from './tables.ts';

/** One municipality's own register, as it is handed to the platform. Ids are pairwise ids of the sector `town`. */
export interface TownRegister {
  /** Code of the municipality. */
  municipality: string;
  name: string;
  districts: readonly {
    code: string;
    name: string;
    /** Households in the resident register, with or without a box. */
    households: number;
    /** Kilometres from the town hall; shelters are listed by distance. */
    east: number;
    north: number;
    /** Closed line on the map, kilometres east and north. */
    outline?: Line | undefined;
  }[];
  /** What else the map shows. */
  scenery?: readonly Scenery[] | undefined;
  households: readonly {
    /** `context.pairwise('town', household)` */
    household: string;
    district: string;
    /** 「はなさんの家」 */
    name: string;
    residents: readonly {
      /** `context.pairwise('town', person)` */
      subject: string;
      callName: string;
      fullName: string;
      supportNeeded: boolean;
      supporters?: readonly { name: string; role: string }[];
    }[];
  }[];
  shelters: readonly {
    id: string;
    name: string;
    reading: string;
    /** 「ひより{小学校|しょうがっこう}」 */
    marked: string;
    district: string;
    capacity: number;
    note: string;
    /** Name for televisions set to English. */
    english?: string;
    address?: string;
  }[];
}

const listeners = new WeakMap<PlatformContext, ((municipality: string) => void)[]>();

/** Calls the listener after every import, with the municipality whose register changed. */
export function onRegisterChanged(context: PlatformContext, listener: (municipality: string) => void): void {
  listeners.set(context, [...(listeners.get(context) ?? []), listener]);
}

/** Tells listeners that a municipality's register has changed. */
export function registerChanged(context: PlatformContext, municipality: string): void {
  for (const listener of listeners.get(context) ?? []) listener(municipality);
}

/** Tells listeners that something about one resident has changed; a subject that no register has is nobody's. */
export async function tellOfResident(context: PlatformContext, subject: string): Promise<void> {
  const found = await context
    .tables<TownTables>()
    .selectFrom('town.resident as resident')
    .innerJoin('town.household as household', 'household.household', 'resident.household')
    .select('household.municipality')
    .where('resident.subject', '=', subject)
    .executeTakeFirst();
  if (found) registerChanged(context, found.municipality);
}

/** Replaces what the platform knows of one municipality's register; all or nothing. */
export async function importTownRegister(context: PlatformContext, register: TownRegister): Promise<void> {
  const { municipality, name, scenery = [] } = register;
  const named = { name, scenery: JSON.stringify(scenery) };
  await context
    .tables<TownTables>()
    .transaction()
    .execute(async (tables) => {
      const households = tables
        .selectFrom('town.household')
        .select('household')
        .where('municipality', '=', municipality);
      await tables.deleteFrom('town.resident').where('household', 'in', households).execute();
      await tables.deleteFrom('town.household').where('municipality', '=', municipality).execute();
      await tables.deleteFrom('town.shelter').where('municipality', '=', municipality).execute();
      await tables.deleteFrom('town.district').where('municipality', '=', municipality).execute();
      await tables
        .insertInto('town.town')
        .values({ code: municipality, ...named })
        .onConflict((on) => on.column('code').doUpdateSet(named))
        .execute();
      for (const [position, { outline, ...district }] of register.districts.entries()) {
        const drawn = outline === undefined ? null : JSON.stringify(outline);
        await tables
          .insertInto('town.district')
          .values({ municipality, position, ...district, outline: drawn })
          .execute();
      }
      for (const { residents, ...household } of register.households) {
        await tables
          .insertInto('town.household')
          .values({ municipality, ...household })
          .execute();
        for (const [position, resident] of residents.entries()) {
          await tables
            .insertInto('town.resident')
            .values({
              subject: resident.subject,
              household: household.household,
              call_name: resident.callName,
              full_name: resident.fullName,
              support_needed: resident.supportNeeded,
              position,
            })
            .execute();
          for (const supporter of resident.supporters ?? []) {
            await tables
              .insertInto('town.supporter')
              .values({ resident: resident.subject, ...supporter })
              .execute();
          }
        }
      }
      for (const shelter of register.shelters) {
        await tables
          .insertInto('town.shelter')
          .values({ municipality, ...shelter })
          .execute();
      }
    });
  registerChanged(context, municipality);
}
