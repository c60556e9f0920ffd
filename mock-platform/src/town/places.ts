import { sql } from 'kysely';
import type { PlatformContext } from '../server/context.ts';
import { protectedSubjects } from '../server/protection.ts';

/** Which residents are meant; what is absent restricts nothing. */
export interface ResidentChoice {
  subjects?: readonly string[];
  households?: readonly string[];
  /** Codes of districts, of the households' place. */
  districts?: readonly string[];
  /** Only those on the list of 避難行動要支援者. */
  supportNeeded?: true;
}

/** A resident at a household's television. */
export interface Place {
  subject: string;
  household: string;
}

/**
 * Where the chosen residents of a town watch television: every household of theirs. A protected person is reached only where she
 * lives now; officials never see what comes of this.
 */
export async function placesOf(
  context: PlatformContext,
  municipality: string,
  { subjects, households, districts, supportNeeded }: ResidentChoice,
): Promise<Place[]> {
  const restriction = (column: string, values: readonly string[] | undefined) =>
    values === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...values]}::text[])`;
  const [withheld, { rows }] = await Promise.all([
    protectedSubjects(context, 'town'),
    sql<Place>`
      select place.subject, place.household
      from (
        select subject, household from town.resident union select subject, household from town.also_at
      ) as place
      join town.resident as resident on resident.subject = place.subject
      join town.household as household on household.household = place.household
      where household.municipality = ${municipality}
        and ${restriction('place.subject', subjects)}
        and ${restriction('place.household', households)}
        and ${restriction('household.district', districts)}
        and (resident.support_needed or not ${supportNeeded === true}::boolean)
      order by resident.position, place.subject`.execute(context.tables()),
  ]);
  return rows.filter(({ subject, household }) => withheld.get(subject)?.has(household) ?? true);
}

/** Who supports residents (民生委員, neighbours), by subject. */
export async function supportersOf(
  context: PlatformContext,
  subjects: readonly string[],
): Promise<Map<string, { name: string; role: string }[]>> {
  const { rows } = await sql<{ resident: string; name: string; role: string }>`
    select resident, name, role from town.supporter where resident = any(${[...subjects]}::text[])
    order by role, name`.execute(context.tables());
  const found = new Map<string, { name: string; role: string }[]>();
  for (const { resident, ...supporter } of rows)
    found.set(resident, [...(found.get(resident) ?? []), supporter]);
  return found;
}
