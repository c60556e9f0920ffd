import type { Transaction } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import { registerChanged } from './import-register.ts';
import { findOnRoll, type KnownFacts } from './roll.ts';
import type { TownTables } from './tables.ts';

type Tables = Transaction<TownTables>;

/** Somebody who has registered at a television of the town. */
export interface Arrival {
  /** Of the notice: the same one is taken once. */
  id: string;
  municipality: string;
  /** Pairwise subject of the sector `town`. */
  subject: string;
  /** Household of the television, pairwise id of the sector `town`. */
  household: string;
  facts: KnownFacts;
}

/** A household that the register does not have yet is called after the first who registers there. */
async function keepHousehold(
  tables: Tables,
  { municipality, household }: Arrival,
  { district, call_name }: TownTables['town.roll'],
): Promise<boolean> {
  const known = await tables
    .selectFrom('town.household')
    .select('municipality')
    .where('household', '=', household)
    .executeTakeFirst();
  if (known) return known.municipality === municipality;
  await tables
    .insertInto('town.household')
    .values({ household, municipality, district, name: `${call_name}さんの家` })
    .execute();
  return true;
}

async function keepResident(
  tables: Tables,
  { subject, household }: Arrival,
  { call_name, full_name, support_needed }: TownTables['town.roll'],
): Promise<void> {
  const names = { call_name, full_name, support_needed };
  const { last } = await tables
    .selectFrom('town.resident')
    .select((of) => of.fn.max('position').as('last'))
    .where('household', '=', household)
    .executeTakeFirstOrThrow();
  const kept = await tables
    .insertInto('town.resident')
    .values({ subject, household, ...names, position: (last ?? -1) + 1 })
    .onConflict((on) => on.column('subject').doUpdateSet(names))
    .returning('household')
    .executeTakeFirstOrThrow();
  if (kept.household === household) return;
  await tables
    .insertInto('town.also_at')
    .values({ subject, household })
    .onConflict((on) => on.doNothing())
    .execute();
}

/**
 * Looks a person up on the town's own roll and enters them into the register at the household of the television, under the
 * names of the roll. Who is not on the roll, or is not found beyond doubt, is not entered: the town hall sorts it out.
 */
export async function enterResident(context: PlatformContext, arrival: Arrival): Promise<void> {
  const { id, municipality } = arrival;
  const entered = await context
    .tables<TownTables>()
    .transaction()
    .execute(async (tables) => {
      const entry = await findOnRoll(tables, municipality, arrival.facts);
      const fits = entry !== undefined && (await keepHousehold(tables, arrival, entry));
      const outcome = fits ? ('entered' as const) : ('not-on-roll' as const);
      const fresh = await tables
        .insertInto('town.change_notice')
        .values({ id, municipality, outcome, at: context.clock() })
        .onConflict((on) => on.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (fresh && fits) await keepResident(tables, arrival, entry);
      return fresh !== undefined && fits;
    });
  if (entered) registerChanged(context, municipality);
}
