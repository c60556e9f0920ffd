import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { EmbeddedEngine } from './engine.ts';

/** The embedded engine has one session: whoever holds the connection has it alone, the next waits. */
class OneConnection {
  private last: Promise<void> = Promise.resolve();

  async acquire(): Promise<() => void> {
    let release = (): void => undefined;
    const before = this.last;
    this.last = new Promise((done) => {
      release = done;
    });
    await before;
    return release;
  }
}

class EmbeddedConnection implements DatabaseConnection {
  constructor(
    private readonly engine: EmbeddedEngine,
    readonly release: () => void,
  ) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.engine.query(query.sql, query.parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(affectedRows) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The embedded database has no cursors: read in pages.');
  }
}

class EmbeddedDriver implements Driver {
  private readonly connection = new OneConnection();

  constructor(private readonly engine: EmbeddedEngine) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new EmbeddedConnection(this.engine, await this.connection.acquire());
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as EmbeddedConnection).release();
  }

  async beginTransaction(): Promise<void> {
    await this.engine.query('begin', []);
  }

  async commitTransaction(): Promise<void> {
    await this.engine.query('commit', []);
  }

  async rollbackTransaction(): Promise<void> {
    await this.engine.query('rollback', []);
  }

  async destroy(): Promise<void> {
    await this.engine.close();
  }
}

/** kysely over the embedded engine: PostgreSQL's own SQL, one connection, transactions one after the other. */
export function embeddedDialect(engine: EmbeddedEngine): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new EmbeddedDriver(engine),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
