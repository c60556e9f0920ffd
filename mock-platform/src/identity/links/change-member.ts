import type { Transaction } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { appendWithin } from '../audit/append.ts';
import { eventFact } from '../audit/record.ts';
import type { StaffCaller } from '../staff/caller.ts';
import type { IdentityTables } from '../tables.ts';
import { personOf } from './operator-subject.ts';

/** A member of a household, as the operator names them. */
export interface Member {
  household: string;
  subject: string;
}

/** What staff change, and how it stands in the audit record. */
export interface MemberChange {
  kind: string;
  record?: Record<string, unknown>;
  change(tables: Transaction<IdentityTables>, person: string, now: Date): Promise<void>;
}

/**
 * Changes something about a present member of a household of the operator, together with its entry in the audit record.
 * @returns the platform's own person id
 * @throws PlatformError 404 `staff.person-unknown`
 */
export async function changeMember(
  context: PlatformContext,
  { operator, staff }: StaffCaller,
  { household, subject }: Member,
  { kind, record = {}, change }: MemberChange,
): Promise<string> {
  const person = await personOf(context, { operator, household }, subject);
  await context
    .tables<IdentityTables>()
    .transaction()
    .execute(async (tables) => {
      await change(tables, person, context.clock());
      await appendWithin(tables, [eventFact(context, kind, { operator, staff, ...record, person })]);
    });
  return person;
}
