import type { Kysely } from 'kysely';
import type { IdentityTables } from '../tables.ts';

type Tables = Kysely<IdentityTables>;

/** How long a visit that was opened with a PIN may be renewed without one (D4). */
export const pinMinutes = 30;

export const pinUntil = (usedAt: Date): Date => new Date(usedAt.getTime() + pinMinutes * 60_000);

/** Remembers that the person used a PIN at the box in the login of this challenge. */
export async function rememberPinUse(tables: Tables, use: IdentityTables['identity.pin_use']): Promise<void> {
  await tables.insertInto('identity.pin_use').values(use).execute();
}

/** When this person used a PIN at this box in the login of that challenge; undefined when not, or too long ago. */
export async function recentPinUse(
  tables: Tables,
  { challenge, person, box }: { challenge: string; person: string; box: string },
  now: Date,
): Promise<Date | undefined> {
  const found = await tables
    .selectFrom('identity.pin_use')
    .select('at')
    .where('challenge', '=', challenge)
    .where('person', '=', person)
    .where('box', '=', box)
    .executeTakeFirst();
  return found && pinUntil(found.at) > now ? found.at : undefined;
}
