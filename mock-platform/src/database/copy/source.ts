/** A row as PostgreSQL writes its values: the same text on every server of ours. */
export type Row = (string | null)[];

export interface TableShape {
  schema: string;
  table: string;
  columns: { name: string; type: string }[];
}

/** Where a sequence stands; it was used at least once. */
export interface SequenceValue {
  schema: string;
  sequence: string;
  value: string;
}

/** All data of a platform at one moment: of a database, or of an archive. */
export interface CopySource {
  /** The migrations that made its tables, `module/name`. */
  migrations: readonly string[];
  tables: readonly TableShape[];
  sequences: readonly SequenceValue[];
  /** The rows of one table, some at a time. */
  rows(table: TableShape): AsyncIterable<Row[]>;
}

/** What was copied of one table; equal sums mean equal rows in whatever order. */
export interface TableSum {
  name: string;
  rows: number;
  checksum: string;
}

/** Hears how far a copy is. */
export type Progress = (table: string, rows: number) => void;

export const nameOf = ({ schema, table }: TableShape): string => `${schema}.${table}`;
