import type { ShelterFamily } from '../protocol/shelter.ts';
import type { Caller, PlatformContext } from '../server/context.ts';
import { residentsAtBox } from '../town/shown.ts';
import { guestsOf } from './board.ts';
import { shelterNames } from './reception.ts';
import type { ShelterTables } from './tables.ts';

type Person = Pick<Caller, 'sub' | 'municipality' | 'household'>;

/** Whether the own household may see where the person is; nobody may unless they agreed. */
export async function consent(context: PlatformContext, { sub }: Person, family: boolean): Promise<void> {
  const change = { family, at: context.clock() };
  await context
    .tables<ShelterTables>()
    .insertInto('shelter.consent')
    .values({ subject: sub, ...change })
    .onConflict((on) => on.column('subject').doUpdateSet(change))
    .execute();
}

/** Where the people of the caller's household are, as far as each of them agreed; always where the caller is. */
export async function familyOf(
  context: PlatformContext,
  { sub, municipality, household }: Person,
): Promise<ShelterFamily> {
  const people = await residentsAtBox(context, municipality, household);
  const subjects = people.map(({ subject }) => subject);
  const agreed =
    subjects.length === 0
      ? []
      : await context
          .tables<ShelterTables>()
          .selectFrom('shelter.consent')
          .select('subject')
          .where('subject', 'in', subjects)
          .where('family', '=', true)
          .execute();
  const sharing = new Set(agreed.map(({ subject }) => subject));
  const asked = subjects.filter((subject) => subject === sub || sharing.has(subject));
  const [guests, names] = await Promise.all([
    guestsOf(context, municipality, asked),
    shelterNames(context, municipality),
  ]);
  return {
    consent: sharing.has(sub),
    people: people.map(({ subject, callName }) => {
      if (!asked.includes(subject)) return { callName, state: 'not-shared' as const };
      const place = guests.get(subject);
      if (place === undefined) return { callName, state: 'not-checked-in' as const };
      return {
        callName,
        state: 'sheltered' as const,
        shelter: names.get(place.shelter) ?? place.shelter,
        since: place.since.toISOString(),
      };
    }),
  };
}
