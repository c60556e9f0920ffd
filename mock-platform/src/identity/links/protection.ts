import type { PlatformContext } from '../../server/context.ts';
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
  await changeMember(context, caller, member, {
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

/** Which of these subjects of a sector belong to protected persons: for boards that must not show them. */
export async function protectedSubjects(context: PlatformContext, sector: string): Promise<Set<string>> {
  const rows = await context
    .tables<IdentityTables>()
    .selectFrom('identity.protection')
    .select('person')
    .where('to_at', 'is', null)
    .execute();
  return new Set(rows.map(({ person }) => context.pairwise(sector, person)));
}
