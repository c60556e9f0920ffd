import { type Kysely, sql } from 'kysely';
import type { ObservationBundle } from '../protocol/health.ts';
import { readBundle } from './bundle.ts';
import type { ObservationSearch } from './search.ts';
import type { HealthTables } from './tables.ts';

/** Resources are written in groups, so that a large bundle stays within the parameters of one statement. */
const groupSize = 200;

/**
 * Takes over a person's health data, all of the bundle or nothing. Resources replace those of the same type and id, so
 * handing in a bundle again changes nothing. Personal data is left out (see `withoutPersonalData`).
 * @param subject pairwise subject of the sector `health`
 * @returns how many resources were stored
 * @throws BundleRefused naming entry and path
 */
export async function storeBundle(
  tables: Kysely<HealthTables>,
  subject: string,
  bundle: unknown,
): Promise<number> {
  const resources = readBundle(bundle);
  await tables.transaction().execute(async (transaction) => {
    for (let start = 0; start < resources.length; start += groupSize) {
      const rows = resources.slice(start, start + groupSize).map(({ resource, ...found }) => ({
        subject,
        ...found,
        resource: JSON.stringify(resource),
      }));
      await transaction
        .insertInto('health.resource')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['subject', 'type', 'id']).doUpdateSet(({ ref }) => ({
            categories: ref('excluded.categories'),
            codes: ref('excluded.codes'),
            effective: ref('excluded.effective'),
            resource: ref('excluded.resource'),
          })),
        )
        .execute();
    }
  });
  return resources.length;
}

/** One person's observations as a searchset Bundle; `total` counts all that match, also beyond `count`. */
export async function searchObservations(
  tables: Kysely<HealthTables>,
  subject: string,
  search: ObservationSearch,
): Promise<ObservationBundle> {
  let matching = tables
    .selectFrom('health.resource')
    .where('subject', '=', subject)
    .where('type', '=', 'Observation');
  if (search.categories.length > 0) {
    matching = matching.where(sql<boolean>`categories && ${search.categories}::text[]`);
  }
  if (search.codes.length > 0) matching = matching.where(sql<boolean>`codes && ${search.codes}::text[]`);
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await matching
    .select('resource')
    .orderBy('effective', search.newestFirst ? 'desc' : 'asc')
    .orderBy('id')
    .limit(search.count)
    .execute();
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    entry: rows.map(({ resource }) => ({ resource })) as ObservationBundle['entry'],
  };
}
