import type { Kysely } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import type { TownTables } from './tables.ts';

/** One resident on a municipality's roll (住民基本台帳). */
export interface RollEntry {
  /** The municipality's own number of the entry. */
  id: string;
  fullName: string;
  /** What a television says before さん. */
  callName: string;
  address: string;
  /** `YYYY-MM-DD`. */
  birthDate: string;
  /** As OpenID Connect says it. */
  gender: 'male' | 'female' | 'other';
  district: string;
  supportNeeded: boolean;
}

/** The four facts of an enrolled person. */
export type KnownFacts = Pick<RollEntry, 'fullName' | 'address' | 'birthDate'> & { gender: string };

/** Writes entries of a municipality's roll; those that are there already are replaced. */
export async function importRoll(
  context: PlatformContext,
  municipality: string,
  entries: readonly RollEntry[],
): Promise<void> {
  for (const { id, district, address, gender, ...names } of entries) {
    const written = {
      full_name: names.fullName,
      call_name: names.callName,
      address,
      birth_date: names.birthDate,
      gender,
      district,
      support_needed: names.supportNeeded,
    };
    await context
      .tables<TownTables>()
      .insertInto('town.roll')
      .values({ municipality, id, ...written })
      .onConflict((on) => on.columns(['municipality', 'id']).doUpdateSet(written))
      .execute();
  }
}

/** Width, blanks and the many dashes do not matter. */
const alike = (text: string): string => text.normalize('NFKC').replace(/[\s‐‑‒–—―−-]/gu, '');

/** The one entry that says all four facts; undefined when there is none, or more than one. */
export async function findOnRoll(
  tables: Kysely<TownTables>,
  municipality: string,
  facts: KnownFacts,
): Promise<TownTables['town.roll'] | undefined> {
  const born = await tables
    .selectFrom('town.roll')
    .selectAll()
    .where('municipality', '=', municipality)
    .where('birth_date', '=', facts.birthDate)
    .where('gender', '=', facts.gender)
    .execute();
  const found = born.filter(
    ({ full_name, address }) =>
      alike(full_name) === alike(facts.fullName) && alike(address) === alike(facts.address),
  );
  return found.length === 1 ? found[0] : undefined;
}
