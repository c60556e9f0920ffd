import type { Kysely } from 'kysely';
import { csvLine } from '../../server/csv.ts';
import type { IdentityTables } from '../tables.ts';

/** What a bill covers: months `YYYY-MM`, both included; of one operator, or of all. */
export interface UsagePeriod {
  from: string | undefined;
  to: string | undefined;
  operator: string | undefined;
}

/** Usage records as CSV: month, operator, service, kind, count; in this order. */
export async function usageAsCsv(
  tables: Kysely<IdentityTables>,
  { from, to, operator }: UsagePeriod,
): Promise<string> {
  const rows = await tables
    .selectFrom('identity.usage')
    .selectAll()
    .$if(from !== undefined, (query) => query.where('month', '>=', from!))
    .$if(to !== undefined, (query) => query.where('month', '<=', to!))
    .$if(operator !== undefined, (query) => query.where('operator', '=', operator!))
    .orderBy('month')
    .orderBy('operator')
    .orderBy('service')
    .orderBy('kind')
    .execute();
  const lines = rows.map(({ month, operator: who, service, kind, count }) =>
    csvLine([month, who, service, kind, String(count)]),
  );
  return csvLine(['month', 'operator', 'service', 'kind', 'count']) + lines.join('');
}
