import { sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import type { AlertsTables } from '../tables.ts';

/** The town register's own list of those who need help to evacuate (避難行動要支援者). */
export const supportNeededGroup = 'support-needed';

/** A group of persons that a town keeps for its orders, for instance the users of a facility. */
export interface RecipientGroup {
  id: string;
  name: string;
  /** Pairwise subjects of the sector `town`. */
  subjects: readonly string[];
}

/** Keeps a group of a town, in the place of an earlier one with the same id. Nothing is announced. */
export async function saveGroup(
  context: PlatformContext,
  municipality: string,
  { id, name, subjects }: RecipientGroup,
): Promise<void> {
  const written = { name, subjects: JSON.stringify([...new Set(subjects)]) };
  await context
    .tables<AlertsTables>()
    .insertInto('alerts.recipient_group')
    .values({ municipality, id, ...written })
    .onConflict((on) => on.columns(['municipality', 'id']).doUpdateSet(written))
    .execute();
}

/** Groups of a town by name, each with how many persons are in it. */
export function groupsOf(
  context: PlatformContext,
  municipality: string,
): Promise<{ id: string; name: string; persons: number }[]> {
  return context
    .tables<AlertsTables>()
    .selectFrom('alerts.recipient_group')
    .select(['id', 'name', sql<number>`jsonb_array_length(subjects)::int`.as('persons')])
    .where('municipality', '=', municipality)
    .orderBy('name')
    .execute();
}

/** Subjects of a town's group; undefined for one that is not there. */
export async function membersOf(
  context: PlatformContext,
  municipality: string,
  id: string,
): Promise<readonly string[] | undefined> {
  const row = await context
    .tables<AlertsTables>()
    .selectFrom('alerts.recipient_group')
    .select('subjects')
    .where('municipality', '=', municipality)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.subjects;
}
