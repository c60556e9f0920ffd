import type { Caller, PlatformContext } from '../server/context.ts';
import { PlatformError } from '../server/platform-error.ts';
import { sheltersOf } from '../town/register.ts';
import type { ShelterTables } from './tables.ts';

/** A shelter, as its reception knows it. */
export interface Reception {
  municipality: string;
  shelter: string;
}

/** Makes the boxes of a household those of a shelter's reception. `household`: pairwise id of the sector `town`. */
export async function openReception(
  context: PlatformContext,
  reception: ShelterTables['shelter.reception'],
): Promise<void> {
  const { municipality, shelter } = reception;
  await context
    .tables<ShelterTables>()
    .insertInto('shelter.reception')
    .values(reception)
    .onConflict((on) => on.column('household').doUpdateSet({ municipality, shelter }))
    .execute();
}

/** @throws PlatformError 403 `shelter.no-reception` for any other box */
export async function receptionOf(
  context: PlatformContext,
  { household, municipality }: Pick<Caller, 'household' | 'municipality'>,
): Promise<Reception> {
  const found = await context
    .tables<ShelterTables>()
    .selectFrom('shelter.reception')
    .select(['municipality', 'shelter'])
    .where('household', '=', household)
    .where('municipality', '=', municipality)
    .executeTakeFirst();
  if (found === undefined) throw new PlatformError(403, 'shelter.no-reception');
  return found;
}

/** Names of a town's shelters, by their id. */
export async function shelterNames(
  context: PlatformContext,
  municipality: string,
): Promise<Map<string, string>> {
  const shelters = await sheltersOf(context, municipality);
  return new Map(shelters.map(({ id, name }) => [id, name]));
}
