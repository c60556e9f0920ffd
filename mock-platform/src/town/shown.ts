import type { PlatformContext } from '../server/context.ts';
import { protectedSubjects } from '../server/protection.ts';
import { householdNames, residentsOf, type TownResident } from './register.ts';

const sector = 'town';

/** What officials may see of some households: protected persons (DV支援措置) and all that would give them away are left out. */
export interface ShownToOfficials {
  /** Households that do not appear at all, not even in a number: nobody but protected persons lives there. */
  hidden: ReadonlySet<string>;
  /** By household; without those that are called after a protected person. */
  names: ReadonlyMap<string, string>;
  residents: readonly TownResident[];
  /** Protected persons of the whole platform, by subject. */
  withheld: ReadonlySet<string>;
}

/** What officials of a town may see of its households. */
export async function shownToOfficials(
  context: PlatformContext,
  municipality: string,
  households: readonly string[],
): Promise<ShownToOfficials> {
  const [withheld, names, registered] = await Promise.all([
    protectedSubjects(context, sector),
    householdNames(context, municipality, households),
    residentsOf(context, municipality, households),
  ]);
  const residents = registered.filter(({ subject }) => !withheld.has(subject));
  const kept = registered.filter(({ subject }) => withheld.has(subject));
  const inhabited = new Set(residents.map(({ household }) => household));
  const homes = [
    ...kept.map(({ household }) => household),
    ...[...withheld.values()].flatMap((of) => [...of]),
  ];
  const calledAfter = (household: string, name: string): boolean =>
    kept.some((one) => one.household === household && name.includes(one.callName));
  return {
    hidden: new Set(homes.filter((household) => !inhabited.has(household))),
    names: new Map([...names].filter(([household, name]) => !calledAfter(household, name))),
    residents,
    withheld: new Set(withheld.keys()),
  };
}

/**
 * The residents whose names a household's box gets. A protected person is named only where she lives now: the register may
 * still have her at a household that she has fled.
 */
export async function residentsAtBox(
  context: PlatformContext,
  municipality: string,
  household: string,
): Promise<TownResident[]> {
  const [withheld, residents] = await Promise.all([
    protectedSubjects(context, sector),
    residentsOf(context, municipality, [household]),
  ]);
  return residents.filter(({ subject }) => withheld.get(subject)?.has(household) ?? true);
}
