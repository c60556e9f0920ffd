import type { Selectable } from 'kysely';
import type { ShelterBoard, ShelterGuest } from '../protocol/shelter.ts';
import type { PlatformContext } from '../server/context.ts';
import { protectedSubjects } from '../server/protection.ts';
import {
  householdNames,
  residentsBySubject,
  residentsOf,
  shelterCapacity,
  type TownResident,
} from '../town/register.ts';
import { type Place, placeAfter } from './presence.ts';
import { type Reception, shelterNames } from './reception.ts';
import type { ShelterTables } from './tables.ts';

type Entry = Selectable<ShelterTables['shelter.entry']>;

interface Guest extends Place {
  person: string;
  /** The entry with which they came in. */
  came: Entry;
}

/** Who is at any shelter of a town, by person. */
export async function guestsOf(
  context: PlatformContext,
  municipality: string,
  persons?: readonly string[],
): Promise<Map<string, Guest>> {
  if (persons?.length === 0) return new Map();
  let query = context
    .tables<ShelterTables>()
    .selectFrom('shelter.entry')
    .selectAll()
    .where('municipality', '=', municipality)
    .where('person', 'is not', null);
  if (persons !== undefined) query = query.where('person', 'in', [...persons]);
  const byPerson = new Map<string, Entry[]>();
  for (const entry of await query.execute()) {
    const person = entry.person ?? '';
    byPerson.set(person, [...(byPerson.get(person) ?? []), entry]);
  }
  const found = new Map<string, Guest>();
  for (const [person, entries] of byPerson) {
    const place = placeAfter(entries);
    const came = place && entries.find(({ id }) => id === place.entry);
    if (place && came) found.set(person, { ...place, person, came });
  }
  return found;
}

function guestOf({ came, stay, since }: Guest, resident: TownResident | undefined): ShelterGuest {
  const name = came.name ?? resident?.fullName;
  return {
    entry: came.id,
    ...(name === undefined ? {} : { name }),
    stay,
    since: since.toISOString(),
    supportNeeded: resident?.supportNeeded ?? false,
    named: came.kind === 'named',
    unconfirmed: came.unconfirmed,
    doubtful: came.doubtful,
  };
}

/**
 * Who is at a shelter, household by household, with who of each is not there. Protected persons (DV支援措置) are there
 * without a name and without a household, and missing nowhere.
 */
export async function shelterBoard(
  context: PlatformContext,
  { municipality, shelter }: Reception,
): Promise<ShelterBoard> {
  const [guests, withheld, names, capacity] = await Promise.all([
    guestsOf(context, municipality),
    protectedSubjects(context, 'town'),
    shelterNames(context, municipality),
    shelterCapacity(context, municipality, shelter),
  ]);
  const here = [...guests.values()].filter((guest) => guest.shelter === shelter);
  const shown = here.filter(({ person }) => !withheld.has(person));
  const register = await residentsBySubject(
    context,
    municipality,
    shown.map(({ person }) => person),
  );
  const households = [...new Set([...register.values()].map(({ household }) => household))];
  const [titles, all] = await Promise.all([
    householdNames(context, municipality, households),
    residentsOf(context, municipality, households),
  ]);
  const together = households.map((household) => {
    const name = titles.get(household);
    const own = shown.filter(({ person }) => register.get(person)?.household === household);
    const elsewhere = all.filter(
      (one) =>
        one.household === household &&
        !withheld.has(one.subject) &&
        !own.some(({ person }) => person === one.subject),
    );
    return {
      ...(name === undefined ? {} : { name }),
      guests: own.map((guest) => guestOf(guest, register.get(guest.person))),
      missing: elsewhere.map(({ subject, fullName }) => {
        const at = guests.get(subject)?.shelter;
        return { name: fullName, ...(at === undefined ? {} : { shelter: names.get(at) ?? at }) };
      }),
    };
  });
  const alone = here
    .filter(({ person }) => !register.has(person))
    .map((guest) => ({ guests: [guestOf(guest, undefined)], missing: [] }));
  return {
    shelter: { id: shelter, name: names.get(shelter) ?? shelter, capacity },
    present: here.length,
    households: [...together, ...alone],
  };
}
