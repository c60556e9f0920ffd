import { sql, type Transaction } from 'kysely';
import type { EndReason, IdentityTables } from '../tables.ts';
import type { NewLink } from './bind.ts';

type Tables = Transaction<IdentityTables>;

export interface Membership {
  household: string;
  operator: string | null;
  /** Application that the person signed. */
  consent: string | null;
}

/** Puts a person into a household; a person can be in several, each with an application signed there. */
export async function joinHousehold(
  tables: Tables,
  { person, source, now }: NewLink,
  { household, operator, consent }: Membership,
): Promise<void> {
  await tables
    .insertInto('identity.household_member')
    .values({
      person,
      household,
      operator,
      consent,
      source,
      from_at: now,
      to_at: null,
      end_reason: null,
    })
    .onConflict((on) => on.columns(['person', 'household']).where('to_at', 'is', null).doNothing())
    .execute();
}

/** Takes a person out of one household, or out of all. @returns how many memberships ended */
export async function leaveHouseholds(
  tables: Tables,
  person: string,
  { now, reason, household }: { now: Date; reason: EndReason; household?: string },
): Promise<number> {
  const ended = await tables
    .updateTable('identity.household_member')
    // One that began in this very moment still needs an end after its beginning.
    .set({
      to_at: sql<Date>`greatest(${now}::timestamptz, from_at + interval '1 millisecond')`,
      end_reason: reason,
    })
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .$if(household !== undefined, (query) => query.where('household', '=', household!))
    .returning('household')
    .execute();
  return ended.length;
}
