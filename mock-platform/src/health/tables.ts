import type { ColumnType, JSONColumnType } from 'kysely';
import type { JsonObject } from './personal-data.ts';

export interface ResourceTable {
  /** Pairwise subject of the sector `health`. */
  subject: string;
  type: string;
  id: string;
  categories: string[];
  /** `system|code` */
  codes: string[];
  effective: ColumnType<Date, Date | string, Date | string>;
  resource: JSONColumnType<JsonObject>;
}

export interface HealthTables {
  'health.resource': ResourceTable;
}
