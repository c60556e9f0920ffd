import { type Kysely, sql } from 'kysely';
import type { PlatformContext } from '../../server/context.ts';
import type { IdentityTables } from '../tables.ts';
import type { LoginCounters, RateCounter } from './limits.ts';

/** Attempts of a moment are written together; so long may another process not know of them. */
const gatherMilliseconds = 200;
const purgeMilliseconds = 60_000;

interface Total {
  name: string;
  count: number;
  ends_at: Date;
}

/** Adds what was counted here to what all processes counted, and learns the totals. */
async function exchange(
  tables: Kysely<IdentityTables>,
  kind: string,
  counter: RateCounter,
  now: Date,
): Promise<void> {
  const counted = counter.takeNew();
  if (counted.length === 0) return;
  const names = counted.map(({ name }) => name);
  const counts = counted.map(({ count }) => count);
  const ends = counted.map(({ endsAt }) => new Date(endsAt).toISOString());
  const { rows } = await sql<Total>`
    insert into identity.rate as rate (kind, name, count, ends_at)
    select ${kind}::text, name, count, ends_at
    from unnest(${names}::text[], ${counts}::integer[], ${ends}::timestamptz[]) as counted (name, count, ends_at)
    order by name
    on conflict (kind, name) do update set
      count = case when rate.ends_at <= ${now} then excluded.count else rate.count + excluded.count end,
      ends_at = case when rate.ends_at <= ${now} then excluded.ends_at else rate.ends_at end
    returning name, count, ends_at`.execute(tables);
  for (const { name, count, ends_at } of rows) counter.learn(name, count, ends_at.getTime());
}

/**
 * Lets the processes of a platform count together. A request never waits for it: a process knows of the others' attempts a
 * moment after it has counted one of its own.
 */
export function shareRates(context: PlatformContext, counters: LoginCounters): void {
  const tables = context.tables<IdentityTables>();
  let running: Promise<void> = Promise.resolve();
  const share = async (): Promise<void> => {
    const now = context.clock();
    for (const [kind, counter] of Object.entries(counters)) await exchange(tables, kind, counter, now);
  };
  const timer = setInterval(() => {
    running = running.then(share).catch(() => undefined);
  }, gatherMilliseconds);
  const purge = setInterval(() => {
    running = running
      .then(() => tables.deleteFrom('identity.rate').where('ends_at', '<=', context.clock()).execute())
      .then(() => undefined)
      .catch(() => undefined);
  }, purgeMilliseconds);
  timer.unref();
  purge.unref();
  context.onClose(async () => {
    clearInterval(timer);
    clearInterval(purge);
    await running;
  });
}
