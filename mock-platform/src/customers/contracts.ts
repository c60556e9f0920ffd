import { normalised } from '../identity/index.ts';
import type { Contract } from '../protocol/customers.ts';
import type { PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import type { CustomersTables } from './tables.ts';

const tablesOf = (context: PlatformContext) => context.tables<CustomersTables>();

/** Writes an operator's contracts; those of the same household are replaced, others stay. */
export async function keepContracts(
  context: PlatformContext,
  operator: string,
  contracts: readonly Contract[],
): Promise<void> {
  const changed_at = context.clock();
  await tablesOf(context)
    .transaction()
    .execute(async (tables) => {
      for (const { household, name, address } of contracts) {
        await tables
          .insertInto('customers.contract')
          .values({ operator, household, name, address, changed_at })
          .onConflict((on) =>
            on.columns(['operator', 'household']).doUpdateSet({ name, address, changed_at }),
          )
          .execute();
      }
    });
}

/** The operator's contract of a household. */
export async function contractOf(
  context: PlatformContext,
  operator: string,
  household: string,
): Promise<Contract | undefined> {
  return tablesOf(context)
    .selectFrom('customers.contract')
    .select(['household', 'name', 'address'])
    .where('operator', '=', operator)
    .where('household', '=', household)
    .executeTakeFirst();
}

/** @throws PlatformError 404 `staff.household-unknown` */
export async function ownContract(
  context: PlatformContext,
  operator: string,
  household: string,
): Promise<Contract> {
  const found = await contractOf(context, operator, household);
  if (!found) throw new PlatformError(404, 'staff.household-unknown');
  return found;
}

/**
 * The operator's contracts whose address, and name where one is given, say the same as what somebody wrote: width, blanks
 * and dashes do not count.
 */
export async function matchContracts(
  context: PlatformContext,
  operator: string,
  written: { address: string; name?: string | undefined },
): Promise<Contract[]> {
  const rows = await tablesOf(context)
    .selectFrom('customers.contract')
    .select(['household', 'name', 'address'])
    .where('operator', '=', operator)
    .orderBy('household')
    .execute();
  const same = (one: string, other: string) => normalised(one) === normalised(other);
  return rows.filter(
    ({ name, address }) =>
      same(address, written.address) && (written.name === undefined || same(name, written.name)),
  );
}
