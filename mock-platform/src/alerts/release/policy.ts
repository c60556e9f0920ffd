import type { PlatformContext } from '../../server/context.ts';
import type { ReleaseTables } from './tables.ts';

/** Whether a town's live orders need a second official; they do unless the town has decided otherwise. */
export async function needsTwoPersons(
  context: Pick<PlatformContext, 'tables'>,
  municipality: string,
): Promise<boolean> {
  const row = await context
    .tables<ReleaseTables>()
    .selectFrom('alerts.release_policy')
    .select('two_persons')
    .where('municipality', '=', municipality)
    .executeTakeFirst();
  return row?.two_persons ?? true;
}

/** Keeps a town's decision; orders approved before stay as they are. */
export async function setReleasePolicy(
  context: Pick<PlatformContext, 'tables'>,
  municipality: string,
  twoPersons: boolean,
): Promise<void> {
  await context
    .tables<ReleaseTables>()
    .insertInto('alerts.release_policy')
    .values({ municipality, two_persons: twoPersons })
    .onConflict((on) => on.column('municipality').doUpdateSet({ two_persons: twoPersons }))
    .execute();
}
