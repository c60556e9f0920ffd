import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { DatabaseError } from './errors.ts';
import type { Database } from './open-database.ts';
import { PreparingClient } from './prepared.ts';
import { resultParsers } from './types.ts';

const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && resultParsers[id]) ||
    pg.types.getTypeParser(id, format)) as pg.CustomTypesConfig['getTypeParser'],
};

const reconnectAfterMilliseconds = 1000;

const lockOf = {
  shared: 'select pg_try_advisory_lock_shared(7210, 2) as held',
  alone: 'select pg_try_advisory_lock(7210, 2) as held',
};

const inUse = (hold: 'shared' | 'alone'): DatabaseError =>
  new DatabaseError(
    'database.locked',
    hold === 'alone'
      ? 'A platform is running on this database. Stop every one of them, then try again.'
      : 'The database is being restored or moved. Wait until that is done.',
  );

/**
 * A connection of its own that listens and holds the sign that this process uses the database. After a loss it listens
 * again and then wakes everybody once.
 */
class Doorbell {
  private readonly listeners = new Map<string, Set<() => void>>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  listening = false;

  constructor(
    private readonly connectionString: string,
    private readonly hold: 'shared' | 'alone',
  ) {}

  /** @throws DatabaseError `database.unreachable`, `database.locked` */
  async open(): Promise<void> {
    const client = this.prepare();
    try {
      await client.connect();
    } catch (error) {
      this.closed = true;
      const { message } = error as Error;
      throw new DatabaseError('database.unreachable', `No database at DATABASE_URL: ${message}`, {
        cause: error,
      });
    }
    await this.takeHold(client);
    this.listening = true;
  }

  async listen(channel: string, wake: () => void): Promise<void> {
    const set = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, set.add(wake));
    // While there is no connection the next one listens to everything.
    await this.client?.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async takeHold(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ held: boolean }>(lockOf[this.hold]);
    if (!rows[0]?.held) throw inUse(this.hold);
  }

  private prepare(): pg.Client {
    const client = new pg.Client({ connectionString: this.connectionString });
    // Without this handler a lost connection ends the whole process.
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    client.on('notification', ({ channel }) => {
      for (const wake of this.listeners.get(channel) ?? []) wake();
    });
    this.client = client;
    return client;
  }

  private async connect(): Promise<void> {
    const client = this.prepare();
    try {
      await client.connect();
      await this.takeHold(client);
      for (const channel of this.listeners.keys())
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      this.listening = true;
      for (const wakes of this.listeners.values()) for (const wake of wakes) wake();
    } catch {
      this.reconnectLater(client);
      await client.end().catch(() => undefined);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    this.listening = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), reconnectAfterMilliseconds);
    this.timer.unref();
  }
}

/**
 * PostgreSQL 15 or newer behind a pool of connections.
 * @throws DatabaseError `database.unreachable`, `database.locked`
 */
export async function openPostgresql(connectionString: string, hold: 'shared' | 'alone'): Promise<Database> {
  const doorbell = new Doorbell(connectionString, hold);
  try {
    await doorbell.open();
  } catch (error) {
    await doorbell.close();
    throw error;
  }
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    types,
    options: '-c timezone=Asia/Tokyo',
    Client: PreparingClient,
  });
  // An idle connection that breaks must not end the process: the pool replaces it.
  pool.on('error', () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    listen: (channel, wake) => doorbell.listen(channel, wake),
    listening: () => doorbell.listening,
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await doorbell.close();
      await kysely.destroy();
    },
  };
}
