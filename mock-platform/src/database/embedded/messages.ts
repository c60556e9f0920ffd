/** Between the engine in the main thread and the worker that holds PGlite. */
export type ToWorker =
  | { type: 'query'; id: number; sql: string; parameters: readonly unknown[] }
  | { type: 'listen'; id: number; channel: string }
  | { type: 'close'; id: number };

export interface QueryOutcome {
  rows: unknown[];
  affectedRows: number;
}

/** Fields of a PostgreSQL error that survive the way through the worker. */
export interface SqlFailure {
  message: string;
  code?: string | undefined;
  constraint?: string | undefined;
  detail?: string | undefined;
  table?: string | undefined;
  schema?: string | undefined;
}

export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; message: string }
  | { type: 'done'; id: number; outcome: QueryOutcome }
  | { type: 'refused'; id: number; failure: SqlFailure }
  | { type: 'notification'; channel: string; payload: string };
