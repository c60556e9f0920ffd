import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './open-database.ts';
import { resultParsers } from './types.ts';

const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && resultParsers[id]) ||
    pg.types.getTypeParser(id, format)) as pg.CustomTypesConfig['getTypeParser'],
};

const reconnectAfterMilliseconds = 1000;

/** A connection of its own that only listens; after a loss it listens again and then wakes everybody once. */
class Doorbell {
  private readonly listeners = new Map<string, Set<() => void>>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly connectionString: string) {}

  async listen(channel: string, wake: () => void): Promise<void> {
    const set = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, set.add(wake));
    if (this.client === undefined) await this.connect();
    else await this.client.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.connectionString });
    // Without this handler a lost connection ends the whole process.
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    client.on('notification', ({ channel }) => {
      for (const wake of this.listeners.get(channel) ?? []) wake();
    });
    this.client = client;
    try {
      await client.connect();
      for (const channel of this.listeners.keys())
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      for (const wakes of this.listeners.values()) for (const wake of wakes) wake();
    } catch {
      this.reconnectLater(client);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), reconnectAfterMilliseconds);
    this.timer.unref();
  }
}

/** PostgreSQL 15 or newer behind a pool of connections. */
export async function openPostgresql(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString, max: 10, types, options: '-c timezone=Asia/Tokyo' });
  // An idle connection that breaks must not end the process: the pool replaces it.
  pool.on('error', () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const doorbell = new Doorbell(connectionString);
  return {
    kysely,
    listen: (channel, wake) => doorbell.listen(channel, wake),
    close: async () => {
      await doorbell.close();
      await kysely.destroy();
    },
  };
}
