import type { ColumnType, Generated, JSONColumnType } from 'kysely';
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

/** An institution that hands in records, under contract with a town. */
export interface ProviderTable {
  /** Short name, before the ids of what it hands in. */
  id: string;
  /** As residents read it. */
  name: string;
  /** SHA-256 of its token. */
  token_hash: string;
}

/** Whom an institution means by one of its patient numbers; made by a person's hand. */
export interface PatientLinkTable {
  provider: string;
  /** Keyed hash of the number. */
  patient: string;
  subject: string;
}

export interface ImportTable {
  id: string;
  provider: string;
  subject: string;
  at: Date;
  report: JSONColumnType<JsonObject>;
}

/** Who saw or changed what, for the resident herself. */
export interface AccessTable {
  id: Generated<string>;
  subject: string;
  at: Date;
  /** `self`, or the name of a proxy or of an institution. */
  actor: string;
  action: 'read' | 'written';
  /** FHIR type, or `letters`. */
  kind: string;
}

/** 医療費通知 and ジェネリック差額通知. */
export interface LetterTable {
  subject: string;
  id: string;
  kind: 'cost' | 'generic';
  /** Day of issue, `YYYY-MM-DD`. */
  day: ColumnType<Date | string, string, string>;
  body: JSONColumnType<JsonObject>;
}

/** Somebody who may read for another: scope, term, revocation. */
export interface ProxyTable {
  id: string;
  /** Whose records. */
  subject: string;
  /** Who may read them. */
  proxy: string;
  /** As the owner of the records calls her. */
  name: string;
  scope: string;
  from_at: Date;
  until_at: Date;
  revoked_at: Date | null;
}

export interface HealthTables {
  'health.resource': ResourceTable;
  'health.provider': ProviderTable;
  'health.patient_link': PatientLinkTable;
  'health.import': ImportTable;
  'health.access': AccessTable;
  'health.letter': LetterTable;
  'health.proxy': ProxyTable;
}
