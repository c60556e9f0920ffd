import { sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import { type ProtectedSubjects, tellProtectionChanged } from '../../server/protection.ts';
import type { StaffCaller } from '../staff/caller.ts';
import type { IdentityTables } from '../tables.ts';
import { changeMember, type Member } from './change-member.ts';

/**
 * Puts or lifts an operator's protection of a person (DV支援措置): as long as any operator's holds, hand-over, member lists,
 * applications, boards and disclosures do not show them. No operator can lift another's. @throws PlatformError 404 `staff.person-unknown`
 */
export async function protectPerson(
  context: PlatformContext,
  caller: StaffCaller,
  member: Member,
  on: boolean,
): Promise<void> {
  const { operator, staff } = caller;
  const person = await changeMember(context, caller, member, {
    kind: on ? 'protection.set' : 'protection.lifted',
    async change(tables, person, now) {
      if (on) {
        await tables
          .insertInto('identity.protection')
          .values({ person, operator, staff, from_at: now, to_at: null })
          .onConflict((conflict) =>
            conflict.columns(['person', 'operator']).where('to_at', 'is', null).doNothing(),
          )
          .execute();
        return;
      }
      await tables
        .updateTable('identity.protection')
        .set({ to_at: now })
        .where('person', '=', person)
        .where('operator', '=', operator)
        .where('to_at', 'is', null)
        .execute();
    },
  });
  tellProtectionChanged(context, person);
}

/** Whether any operator protects the person now. */
export async function isProtected(
  context: Pick<PlatformContext, 'tables'>,
  person: string,
): Promise<boolean> {
  const found = await context
    .tables<IdentityTables>()
    .selectFrom('identity.protection')
    .select('person')
    .where('person', '=', person)
    .where('to_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

interface ProtectedRow {
  person: string;
  household: string | null;
}

/** Protected persons by their subject of a sector, for boards and lists that must not show them: server/protection.ts. */
export async function protectedIn(context: PlatformContext, sector: string): Promise<ProtectedSubjects> {
  const { rows } = await sql<ProtectedRow>`
    select distinct protection.person, member.household from identity.protection as protection
    left join identity.household_member as member
      on member.person = protection.person and member.to_at is null
    where protection.to_at is null`.execute(context.tables<IdentityTables>());
  const homes = new Map<string, Set<string>>();
  for (const { person, household } of rows) {
    const subject = context.pairwise(sector, person);
    const of = homes.get(subject) ?? new Set<string>();
    if (household !== null) of.add(context.pairwise(sector, household));
    homes.set(subject, of);
  }
  return homes;
}
