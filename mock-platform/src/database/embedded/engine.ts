import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DatabaseError } from '../errors.ts';
import type { FromWorker, QueryOutcome, SqlFailure, ToWorker } from './messages.ts';

/** A statement that PostgreSQL refused: `code` is the SQLSTATE, as with `pg`. */
export class SqlError extends Error {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly detail: string | undefined;
  readonly table: string | undefined;
  readonly schema: string | undefined;

  constructor(failure: SqlFailure) {
    super(failure.message);
    this.name = 'SqlError';
    this.code = failure.code;
    this.constraint = failure.constraint;
    this.detail = failure.detail;
    this.table = failure.table;
    this.schema = failure.schema;
  }
}

interface Waiting {
  resolve(outcome: QueryOutcome): void;
  reject(error: Error): void;
}

type Request<T extends ToWorker = ToWorker> = T extends ToWorker ? Omit<T, 'id'> : never;

/** PGlite in a worker thread; statements run in the order they are given. */
export class EmbeddedEngine {
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private next = 0;
  private ended = false;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromWorker) => this.take(message));
    worker.on('error', (error) => this.end(new DatabaseError('database.closed', error.message)));
    worker.on('exit', () => this.end(new DatabaseError('database.closed', 'The database has been closed.')));
  }

  /**
   * Starts PGlite on a directory, or in memory when it is undefined.
   * @throws DatabaseError `database.failed-to-start`
   */
  static async start(directory: string | undefined): Promise<EmbeddedEngine> {
    if (directory !== undefined && !existsSync(join(directory, 'PG_VERSION'))) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // Making a database leaves several hundred megabytes in the worker: a second worker starts without them.
      await (await EmbeddedEngine.startWorker(directory)).close();
      // Files that initdb made were never synced: do it once from here.
      syncTree(directory);
    }
    // Also when a copy of the directory came back with other rights.
    if (directory !== undefined) chmodSync(directory, 0o700);
    return EmbeddedEngine.startWorker(directory);
  }

  private static async startWorker(directory: string | undefined): Promise<EmbeddedEngine> {
    // The registration of a TypeScript loader does not reach worker threads, so the worker imports it itself.
    const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
    const file = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
    const parent = JSON.stringify(import.meta.url);
    const start = `import(${loader}).then((loader) => loader.tsImport(${file}, ${parent}))`;
    const worker = new Worker(start, { eval: true, execArgv: [], workerData: { directory } });
    await new Promise<void>((ready, fail) => {
      const refuse = (message: string): void =>
        fail(
          new DatabaseError('database.failed-to-start', `The embedded database did not start: ${message}`),
        );
      worker.once('message', (message: FromWorker) =>
        message.type === 'ready'
          ? ready()
          : refuse(message.type === 'failed' ? message.message : message.type),
      );
      worker.once('error', (error) => refuse(error.message));
    });
    return new EmbeddedEngine(worker);
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryOutcome> {
    return this.ask({ type: 'query', sql, parameters });
  }

  /** Calls `wake` on every NOTIFY of a channel. */
  async listen(channel: string, wake: () => void): Promise<void> {
    const existing = this.listeners.get(channel);
    if (existing !== undefined) {
      existing.add(wake);
      return;
    }
    this.listeners.set(channel, new Set([wake]));
    await this.ask({ type: 'listen', channel });
  }

  async close(): Promise<void> {
    if (this.ended) return;
    await this.ask({ type: 'close' }).catch(() => undefined);
    await this.worker.terminate();
  }

  private ask(request: Request): Promise<QueryOutcome> {
    if (this.ended)
      return Promise.reject(new DatabaseError('database.closed', 'The database has been closed.'));
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id });
    });
  }

  private take(message: FromWorker): void {
    if (message.type === 'notification') {
      for (const wake of this.listeners.get(message.channel) ?? []) wake();
      return;
    }
    if (message.type !== 'done' && message.type !== 'refused') return;
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'done') waiting?.resolve(message.outcome);
    else waiting?.reject(new SqlError(message.failure));
  }

  private end(error: DatabaseError): void {
    this.ended = true;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncOne(path);
  }
  syncOne(directory);
}

function syncOne(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
