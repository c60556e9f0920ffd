import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type EntryReport, readBundle, type StoredResource } from './bundle.ts';
import type { JsonObject } from './personal-data.ts';
import { passes, type ScopeFilter } from './scopes.ts';
import type { RecordSearch } from './search.ts';
import type { HealthTables } from './tables.ts';

/** Resources are written in groups, so that a large bundle stays within the parameters of one statement. */
const groupSize = 200;

/** Writes resources within a transaction; each replaces that of the same type and id. */
export async function storeResources(
  transaction: Kysely<HealthTables>,
  subject: string,
  resources: readonly StoredResource[],
): Promise<void> {
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
}

/**
 * Takes over a person's health data, all of the bundle or nothing. Resources replace those of the same type and id, so
 * handing in a bundle again changes nothing. Personal data is left out (see `withoutPersonalData`).
 * @param subject pairwise subject of the sector `health`
 * @param source short name of the institution, see `readBundle`
 * @returns what became of every entry
 * @throws BundleRefused naming entry and path
 */
export async function storeBundle(
  tables: Kysely<HealthTables>,
  subject: string,
  bundle: unknown,
  source = '',
): Promise<EntryReport[]> {
  const { resources, report } = readBundle(bundle, source);
  await tables.transaction().execute((transaction) => storeResources(transaction, subject, resources));
  return report;
}

export interface RecordPage {
  /** All that match, also beyond the page. */
  total: number;
  resources: JsonObject[];
}

function grantedBy(filters: readonly ScopeFilter[]): RawBuilder<boolean> {
  const one = ({ category, code }: ScopeFilter) =>
    sql<boolean>`(${category === undefined ? sql`true` : sql`categories && ${category}::text[]`} and ${
      code === undefined ? sql`true` : sql`codes && ${code}::text[]`
    })`;
  return filters.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(${sql.join(filters.map(one), sql` or `)})`;
}

/** One person's records of a kind, as far as one of the filters grants them. */
export async function searchRecords(
  tables: Kysely<HealthTables>,
  subject: string,
  type: string,
  search: RecordSearch,
  filters: readonly ScopeFilter[],
): Promise<RecordPage> {
  let matching = tables
    .selectFrom('health.resource')
    .where('subject', '=', subject)
    .where('type', '=', type)
    .where(grantedBy(filters));
  if (search.categories.length > 0)
    matching = matching.where(sql<boolean>`categories && ${search.categories}::text[]`);
  if (search.codes.length > 0) matching = matching.where(sql<boolean>`codes && ${search.codes}::text[]`);
  const rows = await matching
    .select(['resource', sql<number>`(count(*) over ())::int`.as('total')])
    .orderBy('effective', search.newestFirst ? 'desc' : 'asc')
    .orderBy('id')
    .limit(search.count)
    .execute();
  return { total: rows[0]?.total ?? 0, resources: rows.map(({ resource }) => resource) };
}

/** One record; undefined when there is none, or none that the filters grant: nobody learns the difference. */
export async function readRecord(
  tables: Kysely<HealthTables>,
  subject: string,
  type: string,
  id: string,
  filters: readonly ScopeFilter[],
): Promise<JsonObject | undefined> {
  const found = await tables
    .selectFrom('health.resource')
    .select(['resource', 'categories', 'codes'])
    .where('subject', '=', subject)
    .where('type', '=', type)
    .where('id', '=', id)
    .executeTakeFirst();
  return found && passes(filters, found) ? found.resource : undefined;
}
