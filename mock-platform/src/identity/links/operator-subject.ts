import type { PlatformContext } from '../../server/context.ts';
import { PlatformError } from '../../server/platform-error.ts';
import type { IdentityTables } from '../tables.ts';

/** A household of one operator. */
export interface OperatorHousehold {
  operator: string;
  household: string;
}

/** What one operator knows a person by; another operator's name for the same person is unrelated. */
export const operatorSubject = (
  context: Pick<PlatformContext, 'pairwise'>,
  operator: string,
  person: string,
): string => context.pairwise(`operator/${operator}`, person);

/** `now`: only while the link is open. `ever`: also when it has ended. */
export type LinkTerm = 'now' | 'ever';

/** Persons who are linked to a household of the operator, or ever were. */
async function personsOf(
  context: Pick<PlatformContext, 'tables'>,
  { operator, household }: OperatorHousehold,
  term: LinkTerm,
): Promise<string[]> {
  const rows = await context
    .tables<IdentityTables>()
    .selectFrom('identity.household_member')
    .select('person')
    .distinct()
    .where('operator', '=', operator)
    .where('household', '=', household)
    .$if(term === 'now', (query) => query.where('to_at', 'is', null))
    .execute();
  return rows.map(({ person }) => person);
}

/**
 * The person whom the operator means, if linked to this household of it. Who has left is the operator's no more: only
 * disclosure, erasure and a renewed application still find them.
 * @throws PlatformError 404 `staff.person-unknown`
 */
export async function personOf(
  context: Pick<PlatformContext, 'tables' | 'pairwise'>,
  place: OperatorHousehold,
  subject: string,
  term: LinkTerm = 'now',
): Promise<string> {
  const persons = await personsOf(context, place, term);
  const found = persons.find((person) => operatorSubject(context, place.operator, person) === subject);
  if (found === undefined) throw new PlatformError(404, 'staff.person-unknown');
  return found;
}
